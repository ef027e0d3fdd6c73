import { scenario } from "../../harness/engine/index.ts";
import { aGoodStart, aTokenVariable } from "../assumptions.ts";
import { inHome, linkedProfiles } from "./home-files.ts";
import { expectLogin, expectVariable } from "./login.ts";

const readOnly = "for name in .bashrc .profile; do [ ! -f $name ] || chmod 0444 $name; done";

const profiles: Readonly<Record<string, string>> = {
  "profiles are links into a folder of dotfiles": linkedProfiles,
  "there is a ~/.bash_profile": "echo 'export EDITOR=vi' > .bash_profile",
  "there is no profile": "rm -f .bashrc .profile",
};

scenario("ENV-02", "profiles", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  assume(aGoodStart, aTokenVariable);

  const untouchable = await coder.start({ role: role.name, before: inHome(readOnly), step: "profiles are read-only" });
  // Whether to write there all the same is up to the module; the CLI finds a token elsewhere too.
  await expectLogin(untouchable, vault, role);
  for (const [step, script] of Object.entries(profiles)) {
    const workspace = await coder.start({ role: role.name, before: inHome(script), step });

    await expectVariable(workspace, vault, role);
  }
});
