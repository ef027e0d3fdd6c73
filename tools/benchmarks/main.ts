/** `npm run bench [-- RUNS]`: what a run costs and what it consists of, on this machine, warm. */
import { bareStart, type WholeRun, wholeRun } from "./command-line.ts";
import { gateRun } from "./gate.ts";
import { type Row, table } from "./measure.ts";
import { mergeShards } from "./merge-shards.ts";
import { parts } from "./parts.ts";
import { redaction } from "./redaction.ts";
import { reports } from "./reports.ts";

const runs = Number(process.argv[2] ?? 5);
const say = (message: string) => process.stderr.write(`${message}\n`);
const single = ["--runtime", "process", "--only", "LOGIN-01", "--token", "custom"];

async function repeated<T>(count: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let at = 0; at < count; at += 1) results.push(await run());
  return results;
}

function rowsOf(what: string, all: readonly WholeRun[], bound: number): readonly [Row, Row] {
  return [
    { what, samples: all.map(({ took }) => took), unit: "s", bound },
    { what: `${what}: the harness's own memory`, samples: all.map(({ peak }) => peak), unit: "MiB", bound: 300 },
  ];
}

say("warming up");
await wholeRun(single);
say(`one scenario, ${runs} times`);
const one = rowsOf("one scenario", await repeated(runs, () => wholeRun(single)), 4);
say(`its parts, ${runs} times`);
const start: Row = { what: "start of the command line", samples: await repeated(runs, bareStart), unit: "ms" };
say(`gate and verify, ${runs} times`);
const gates = await repeated(runs, gateRun);
const decisions: readonly Row[] = (["gate", "verify"] as const).map((name) => ({
  what: `${name}, all requirements on 20 cells`,
  samples: gates.map((took) => took[name]),
  unit: "s",
  bound: 0.5,
}));
const consists = await parts(runs);
const written = await reports(runs);
say(`redaction, ${runs} times`);
const redacted = await redaction(runs);
say("merging 100 shard reports of 1,000 results, 3 times");
const merges = await repeated(3, () => mergeShards());
const merged: readonly Row[] = [
  { what: "merging 100 reports of 1,000 results", samples: merges.map(({ took }) => took), unit: "s", bound: 5 },
  { what: "merging them: memory", samples: merges.map(({ peak }) => peak), unit: "MiB", bound: 500 },
];
const wholes = Math.max(3, Math.floor(runs / 2));
say(`all scenarios, both tokens, ${wholes} times`);
const all = rowsOf("all scenarios", await repeated(wholes, () => wholeRun(["--runtime", "process"])), 120);
process.stdout.write(
  `${table([...all, ...one, ...decisions, start, ...consists, ...written, ...redacted, ...merged], one[0])}\n`,
);
