import { expect, scenario } from "../../harness/engine/index.ts";
import { expectVersion } from "./cli.ts";

const other = ["python3", "perl", "bsdtar", "7z", "openssl"];
const versions = [
  ["1.17.5", "1.17.5"],
  ["latest", "1.18.1"],
] as const;
const machines = {
  "only curl": { without: ["wget", "busybox", ...other] },
  "only wget": { without: ["curl", "busybox", ...other] },
  "only busybox": { without: ["curl", "unzip", ...other], busybox: ["wget", "unzip"] },
};

scenario(
  "CLI-12",
  "Only curl, only wget, only busybox: each suffices, for latest too",
  { inputs: ["vault_cli_version"], programs: ["curl", "wget", "unzip", "busybox"] },
  async ({ vault, coder, releases }) => {
    using _ = releases.publish(["1.17.5", "1.18.1", "1.19.0-rc1"]);
    const role = await vault.role();

    for (const [what, machine] of Object.entries(machines)) {
      for (const [wanted, version] of versions) {
        const workspace = await coder.start({
          role: role.name,
          inputs: { vault_cli_version: wanted },
          machine,
          cli: "none",
        });

        expect({ ...workspace.script, what: `the start script with ${what}` }).toHaveSucceeded();
        await expectVersion(workspace, version);
      }
    }
  },
);
