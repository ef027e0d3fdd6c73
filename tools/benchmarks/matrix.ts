/** `npm run bench:matrix [-- CELLS…]`: what cells of a matrix cost, the core profile with both tokens, warm. */
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { program } from "./command-line.ts";
import { timed } from "./measure.ts";
import { busySeconds, childrenSeconds, treeMemory } from "./process-tree.ts";

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 12];
const servers = ["2.7.2", "2.7.1", "2.7.0", "2.6.2", "2.6.1"];
/** Cells that cost the same: what differs is small. */
const cells = ["debian", "no-sudo"].flatMap((agent) =>
  ["2.13.1", "2.20.0"].flatMap((coder) =>
    servers.map((version) => `{ server: openbao@${version}, agent: ${agent}, provider: coder/coder@${coder} }`),
  ),
);

interface Cost {
  readonly cells: number;
  /** Seconds. */
  readonly wall: number;
  /** Seconds of all processors. */
  readonly cpu: number;
  /** Seconds of all processors, the kernel's own work and everybody else's included. */
  readonly busy: number;
  /** MiB of everything that ran, at the worst moment that was seen. */
  readonly peak: number;
}

async function costOf(count: number): Promise<Cost> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "vault-jwt-bench-"));
  const [first, ...others] = cells.slice(0, count);
  const file = join(folder.path, "matrix.yaml");
  const included = others.length === 0 ? "" : `include:\n${others.map((cell) => `  - ${cell}\n`).join("")}`;
  await writeFile(file, `schemaVersion: 1\nname: bench\naxes: ${first}\n${included}profiles: [core]\n`);
  const before = await childrenSeconds();
  const busyBefore = await busySeconds();
  const run = execa(
    process.execPath,
    [program, "matrix", file, "--runtime", "process", "--offline", "--out", join(folder.path, "out")],
    { stderr: "ignore" },
  );
  let peak = 0;
  const sampling = setInterval(() => {
    void treeMemory(run.pid ?? 0).then((size) => {
      peak = Math.max(peak, size);
    });
  }, 2_000);
  try {
    const { took } = await timed(() => run);
    return {
      cells: count,
      wall: took / 1000,
      cpu: (await childrenSeconds()) - before,
      busy: (await busySeconds()) - busyBefore,
      peak,
    };
  } finally {
    clearInterval(sampling);
  }
}

const costs: Cost[] = [];
for (const count of counts) {
  process.stderr.write(`${count} cells\n`);
  costs.push(await costOf(count));
}
const cores = availableParallelism();
const [one] = costs;
const rows = costs.map(({ cells: count, wall, cpu, busy, peak }) => {
  const perCell = cpu / count;
  const growth = one === undefined ? 1 : perCell / (one.cpu / one.cells);
  return [
    String(count),
    `${wall.toFixed(0)} s`,
    `${cpu.toFixed(0)} s`,
    `${((100 * busy) / (wall * cores)).toFixed(0)} %`,
    (wall / (cpu / cores)).toFixed(2),
    `${perCell.toFixed(0)} s`,
    growth.toFixed(2),
    `${peak.toFixed(0)} MiB`,
  ];
});
const head = [
  "cells",
  "wall",
  "CPU",
  "cores busy",
  "wall ÷ (CPU ÷ cores)",
  "CPU per cell",
  "÷ the first",
  "peak memory",
];
const bounds = ["at most", "", "", "(at least) 90 %", "1.15", "", "1.10", "6144 MiB"];
const lines = [head, head.map(() => "---"), ...rows, bounds].map((row) => `| ${row.join(" | ")} |`);
process.stdout.write(`${lines.join("\n")}\n`);
