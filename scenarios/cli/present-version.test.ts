import { expect, scenario } from "../../harness/engine/index.ts";
import { versionIn, withInstalled } from "./cli.ts";

scenario(
  "CLI-03",
  "The right version is there already: the release server is not asked",
  { inputs: ["vault_cli_version"] },
  async ({ vault, coder, releases }) => {
    const role = await vault.role();
    const asked = releases.requests.length;

    const workspace = await coder.start({
      role: role.name,
      inputs: { vault_cli_version: "1.17.5" },
      ...withInstalled("1.17.5"),
    });

    expect(workspace.script).toHaveSucceeded();
    expect(await versionIn(workspace)).toBe("1.17.5");
    expect(releases.requests.slice(asked)).toEqual([]);
  },
);
