import { type StartOptions, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectIssued, expectLogin } from "./login.ts";

/** Temporary files are on a disk where nothing can be linked to, or moved in one step to, the home. */
const elsewhere = { TMPDIR: "/dev/shm", CODER_AGENT_SCRIPT_DATA_DIR: "/tmp", CODER_AGENT_LOG_DIR: "/tmp" };

const homes: Readonly<Record<string, Pick<StartOptions, "person" | "environment">>> = {
  "the home has a space in its name": { person: { home: "/home/coder/Ada Lovelace" } },
  "the home is on another disk than temporary files": { environment: elsewhere },
  "HOME is not set": { environment: { HOME: undefined } },
};

scenario("ENV-02", "homes", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  assume(aGoodStart);

  for (const [step, surroundings] of Object.entries(homes)) {
    const workspace = await coder.start({ role: role.name, ...surroundings, step });

    await expectIssued(workspace, vault, role);
    // Which profiles a shell reads without HOME is up to the shell.
    if (step !== "HOME is not set") await expectLogin(workspace, vault, role);
  }
});
