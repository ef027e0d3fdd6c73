import type { RuntimeKind } from "../../harness/model/index.ts";
import type { Struck } from "./strike.ts";

/** What was left of a run, at which moment it was killed, and how to kill another one in the same way. */
export function inWords({ seed, blow, moment, said, left }: Struck, runtime: RuntimeKind): string {
  const when = moment === undefined ? "after its end" : `by ${blow} after ${(moment / 1000).toFixed(2)} s`;
  return [
    `left by the run that was killed ${when}, when it had said ${JSON.stringify(said)}:`,
    ...left.map((line) => `  ${line}`),
    `  repeat: npm run torture -- --kills 1 --seed ${seed} --runtime ${runtime}`,
  ].join("\n");
}

/** What came of all kills, and then each that left something. */
export function summaryOf(all: readonly Struck[], runtime: RuntimeKind): readonly string[] {
  const failed = all.filter(({ left }) => left.length > 0).sort((one, other) => one.seed - other.seed);
  const killed = all.filter(({ moment }) => moment !== undefined);
  const times = all.map(({ cleanAfter }) => cleanAfter).sort((one, other) => one - other);
  const after = (share: number) => `${Math.round(times[Math.ceil(share * times.length) - 1] ?? 0)} ms`;
  const blows = Object.entries(Object.groupBy(killed, ({ blow }) => blow));
  return [
    `${all.length} runs on ${runtime}, ${killed.length} of them killed before their end: ${failed.length} left something`,
    `nothing was left after ${after(0.5)} (median), ${after(0.9)} (nine of ten), ${after(1)} (longest)`,
    ...blows.map(([blow, those = []]) => `  ${those.length} by ${blow}`),
    ...failed.map((one) => inWords(one, runtime)),
  ];
}
