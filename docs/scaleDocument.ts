import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const positive = z.number().positive();
const timed = z.strictObject({ seconds: positive, basis: z.string() });
const figures = z.strictObject({
  measuredOn: z.string(),
  cells: z.strictObject({
    process: z.strictObject({ wallSeconds: positive, cpuSeconds: positive, basis: z.string() }),
    docker: z.strictObject({ wallSeconds: positive, basis: z.string() }),
  }),
  serverVersion: timed,
  terraform: timed,
  run: timed,
  merge: timed,
  machineStart: timed,
  machine: z.strictObject({ processors: positive, pricePerMinute: positive, currency: z.string() }),
  plan: z.strictObject({ modules: positive, cells: positive, serverVersions: positive, terraforms: positive }),
});
type Figures = z.infer<typeof figures>;

const runtimes = ["process", "docker"] as const;
const machineCounts = [1, 10, 50, 100, 200];

/** The page that calculates from docs/scale.json what many modules and cells cost. */
export async function scaleDocument(): Promise<string> {
  const known = figures.parse(JSON.parse(await readFile(join(import.meta.dirname, "scale.json"), "utf8")));
  return `${[basisOf(known), priceOf(known), whereTimeGoes(known)].flat().join("\n\n")}\n`;
}

function basisOf({ cells, machine, measuredOn, ...known }: Figures): readonly string[] {
  const timedRow = (what: string, { seconds, basis }: z.infer<typeof timed>) => [what, `${seconds} s`, basis];
  return [
    "# What a large matrix costs",
    `Calculated by \`npm run docs:scale\` from [these figures](scale.json), on ${measuredOn}. Put your own into that file.`,
    table(
      ["what", "takes", "basis"],
      [
        [
          "a cell with processes",
          `${cells.process.wallSeconds} s, ${cells.process.cpuSeconds} CPU seconds`,
          cells.process.basis,
        ],
        ["a cell with Docker", `${cells.docker.wallSeconds} s`, cells.docker.basis],
        timedRow("a server version", known.serverVersion),
        timedRow("a Terraform", known.terraform),
        timedRow("what every run has", known.run),
        timedRow("merging", known.merge),
        timedRow("a machine's start", known.machineStart),
        ["a machine", `${machine.pricePerMinute} ${machine.currency} a minute`, "`pricePerMinute`: what yours costs"],
      ],
    ),
  ];
}

function priceOf(known: Figures): readonly string[] {
  const { plan, machine } = known;
  return [
    `## ${plan.modules} modules × ${plan.cells} cells`,
    `These are ${plan.modules * plan.cells} cells, with ${plan.serverVersions} server versions and ${plan.terraforms} Terraforms, ` +
      `on machines with ${machine.processors} processors. A run has one module: each machine plays its share of every module's cells, a run after the other.`,
    table(
      ["machines", ...runtimes.flatMap((name) => [`${name}: minutes`, machine.currency])],
      machineCounts.map((count) => [
        String(count),
        ...runtimes.flatMap((runtime) => {
          const { minutes } = costOf(known, runtime, count);
          return [(minutes / count).toFixed(0), (minutes * machine.pricePerMinute).toFixed(0)];
        }),
      ]),
    ),
  ];
}

function whereTimeGoes(known: Figures): readonly string[] {
  const { plan, cells, machine } = known;
  const costs = [1, plan.cells, 200].flatMap((count) =>
    runtimes.map((runtime) => ({ name: `${runtime}, ${count}`, cost: costOf(known, runtime, count) })),
  );
  const parts = Object.keys(costs[0]?.cost.parts ?? {});
  const busy = cells.process.cpuSeconds / (cells.process.wallSeconds * machine.processors);
  const factor = cells.docker.wallSeconds / cells.process.wallSeconds;
  return [
    "## Where the time goes",
    "By runtime and number of machines:",
    table(
      ["", ...costs.map(({ name }) => name)],
      parts.map((name) => [name, ...costs.map(({ cost }) => percent((cost.parts[name] ?? 0) / (cost.minutes * 60)))]),
    ),
    `With processes a cell keeps ${percent(busy)} of ${machine.processors} processors busy: it costs computing, not waiting. Twice the processors take about half the ` +
      `time, for the same price where a machine is paid by its processors. With Docker a cell takes ${factor.toFixed(1)} times as long; the other figures are taken to be the same.`,
    "What saves most is to play less: `quick` on a pull request and the large matrix at night, and in it only the profiles that the gate's policy asks for.",
  ];
}

interface Cost {
  /** Of all machines together. */
  readonly minutes: number;
  /** Seconds of all machines together. */
  readonly parts: Readonly<Record<string, number>>;
}

function costOf(known: Figures, runtime: (typeof runtimes)[number], machines: number): Cost {
  const { plan } = known;
  const preparation = plan.serverVersions * known.serverVersion.seconds + plan.terraforms * known.terraform.seconds;
  const parts = {
    "playing cells": plan.modules * plan.cells * known.cells[runtime].wallSeconds,
    "preparing servers and Terraforms": machines * preparation,
    // More machines than cells share the modules, not their cells.
    "what every run has": plan.modules * Math.min(machines, plan.cells) * known.run.seconds,
    "merging reports": plan.modules * known.merge.seconds,
    "starting machines": machines * known.machineStart.seconds,
  };
  const seconds = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { minutes: seconds / 60, parts };
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
