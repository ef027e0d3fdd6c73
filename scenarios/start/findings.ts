import { type Assumption, cannotTell, expect, type Stage } from "../../harness/engine/index.ts";
import { aGoodStart, anInstall, aRefusal } from "../assumptions.ts";

/** A start, and one more on what it has left. */
const aRestart: Assumption = {
  requirement: "LOGIN-07",
  async show({ vault, coder }) {
    const role = await vault.role();
    const first = await coder.start({ role: role.name });
    const { script } = await coder.start({ role: role.name, restarts: first });
    return script.log;
  },
};

/**
 * The starts that other scenarios rest on did nothing that the requirement forbids. Those of all other scenarios of the run
 * are looked at as well, when it has ended.
 */
export async function expectNoFindings({ findings, assume }: Stage): Promise<void> {
  const found = await findings(aGoodStart, aRestart, aRefusal, anInstall);
  const seen = found.filter(({ isUnseen }) => !isUnseen).map(({ sentence }) => sentence);
  expect(seen).toHaveNoFindings();
  const [unseen] = found;
  if (unseen !== undefined)
    cannotTell(`Of ${unseen.sentence}.`, "Read what the module does to the processes and files of others.");
  assume(aGoodStart);
}
