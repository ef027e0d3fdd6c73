import pMap from "p-map";
import type { Attack } from "./attack.ts";
import { makeRelease, type Release } from "./release.ts";
import { sound, unsafeLines } from "./words.ts";

/** Tries attacks; gives a line for each that did not hold. */
export async function tryAttacks(attacks: readonly Attack[]): Promise<readonly string[]> {
  if (attacks.length === 0) return [];
  await using release = await makeRelease();
  const failures = await pMap(attacks, (attack) => tryAttack(attack, release), { concurrency: 2 });
  return failures.flat();
}

/** The status of an attack whose preparation the harness refuses, with what it says for it. */
const refusedBefore = 9;

async function tryAttack(
  { name, act, command, mayAccept, after }: Attack,
  release: Release,
): Promise<readonly string[]> {
  await using copy = await release.copy(name.startsWith("cache-"));
  const laidOut = await copy.sh(act);
  if (laidOut.status === refusedBefore) return reported(name, []);
  if (laidOut.status !== 0) return reported(name, [`the attack cannot be made: ${laidOut.stderr.slice(-300)}`]);
  const said = await copy.sh(command);
  const looked = after === undefined ? [] : confessionsIn((await copy.sh(after)).stdout);
  const { status, stdout, stderr } = said;
  const isAccepted = status === 0 && mayAccept === undefined;
  const ended =
    status === undefined
      ? ["it hangs, or was ended by a signal"]
      : sound.includes(status)
        ? []
        : [`it ended with ${status}`];
  const claims = status === 0 ? [] : stdout.split("\n").filter((line) => line.startsWith("✓ "));
  return reported(name, [
    ...(isAccepted ? [`\`${command}\` accepts: ${stdout.slice(0, 200)}`] : []),
    ...[...ended, ...looked],
    ...(/^ {4}at /m.test(stderr) ? ["it ended with a defect of the harness"] : []),
    ...claims.map((line) => `it refuses, and says: ${line}`),
    ...[stdout, stderr].flatMap(unsafeLines),
  ]);
}

function confessionsIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith("CONFESSED"));
}

function reported(name: string, failures: readonly string[]): readonly string[] {
  const lines = failures.map((failure) => `${name}: ${failure}`);
  process.stderr.write(`${[`${lines.length === 0 ? "held" : "FAILED"} ${name}`, ...lines].join("\n  ")}\n`);
  return lines;
}
