import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectIssued } from "./login.ts";

const file = "/usr/local/share/ca-certificates/corp.pem";

scenario("ENV-08", "private-authority", async ({ vault, coder, site, assume }) => {
  const role = await vault.role();

  const workspace = await coder.start({
    role: role.name,
    inputs: { vault_cli_version: "1.17.5" },
    cli: "1.17.5",
    machine: { trusts: "nothing" },
    environment: { VAULT_CACERT: file },
    before: (machine) => machine.writeFile(file, site.authority.certificate, { owner: "root" }),
  });

  assume(aGoodStart);
  await expectIssued(workspace, vault, role);
});
