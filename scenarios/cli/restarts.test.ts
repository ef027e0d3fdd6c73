import { expect, scenario } from "../../harness/engine/index.ts";
import { anInstall } from "../assumptions.ts";

const images = [{}, { machine: { without: ["sudo"] } }] as const;

scenario("CLI-03", "restarts", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();
  assume(anInstall);

  for (const image of images) {
    for (const vault_cli_version of ["1.17.5", "latest"]) {
      const given = {
        role: role.name,
        inputs: { vault_cli_version },
        step: `${vault_cli_version}, ${JSON.stringify(image)}`,
      };
      const first = await coder.start({ ...given, ...image, cli: "none" });
      const asked = releases.requests.length;

      await coder.start({ ...given, restarts: first });

      const archives = releases.requests.slice(asked).filter(({ path }) => path.endsWith(".zip"));
      expect(
        archives.map(({ path }) => path),
        `archives that the restart asked for (${given.step})`,
      ).toEqual([]);
    }
  }
});
