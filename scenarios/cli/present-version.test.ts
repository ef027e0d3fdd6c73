import { expect, scenario } from "../../harness/engine/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectVersion } from "./cli.ts";

scenario("CLI-03", "present-version", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();
  const asked = releases.requests.length;

  const workspace = await coder.start({
    role: role.name,
    inputs: { vault_cli_version: "1.17.5" },
    cli: "1.17.5",
  });

  const requests = releases.requests.slice(asked).map(({ method, host, path }) => `${method} https://${host}${path}`);
  expect(requests, "what the release server was asked").toEqual([]);
  await expectVersion(workspace, "1.17.5");
  assume(anInstall);
});
