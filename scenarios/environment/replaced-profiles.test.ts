import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart, aTokenVariable } from "../assumptions.ts";
import { freshProfiles, inHome, linkedProfiles } from "./home-files.ts";
import { expectVariable } from "./login.ts";

const replacements: Readonly<Record<string, string>> = {
  "a dotfiles script has replaced the profiles": linkedProfiles,
  "the template has copied /etc/skel": freshProfiles,
};

scenario("ENV-02", "replaced-profiles", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  assume(aGoodStart, aTokenVariable);

  for (const [step, script] of Object.entries(replacements)) {
    const first = await coder.start({ role: role.name, step: "first start" });
    const workspace = await coder.start({ role: role.name, restarts: first, before: inHome(script), step });

    await expectVariable(workspace, vault, role);
  }
});
