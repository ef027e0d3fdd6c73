import { expect, scenario } from "../../harness/engine/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectUntouched } from "./cli.ts";

const cases = [
  { trouble: "wrong-checksum", vault_cli_version: "1.17.5" },
  { trouble: "wrong-checksum", vault_cli_version: "latest" },
  { trouble: "no-checksums", vault_cli_version: "1.17.5" },
  { trouble: "wrong-checksum", vault_cli_version: "1.17.5", machine: { without: ["sha256sum"] } },
] as const;

scenario("CLI-11", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();

  for (const { trouble, vault_cli_version, ...image } of cases) {
    using _ = releases.misbehave(trouble);
    const workspace = await coder.start({
      role: role.name,
      inputs: { vault_cli_version },
      cli: "1.16.3",
      ...image,
      step: `vault_cli_version = ${vault_cli_version}, ${trouble}${"machine" in image ? ", no sha256sum" : ""}`,
    });

    await expectUntouched(workspace, "1.16.3");
    expect(workspace.script).toHaveFailed();
  }
  assume(anInstall);
});
