/** Milliseconds of one thing, run by run. */
export type Samples = readonly number[];

export async function timed<T>(run: () => Promise<T>): Promise<{ readonly value: T; readonly took: number }> {
  const started = performance.now();
  const value = await run();
  return { value, took: performance.now() - started };
}

export function median(samples: Samples): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly samples: Samples;
  readonly unit: "s" | "ms" | "MiB";
  /** What it must not exceed, in its unit. */
  readonly bound?: number;
}

const factors: Readonly<Record<Row["unit"], number>> = { s: 1000, ms: 1, MiB: 1 };

/** A Markdown table: medians, the range, and each median as a part of the whole in the same run. */
export function table(rows: readonly Row[], whole: Row): string {
  const all = median(whole.samples);
  const lines = rows.map((row) => {
    const { what, samples, unit, bound } = row;
    const show = (value: number) => (value / factors[unit]).toFixed(unit === "s" ? 2 : 0);
    const range = `${show(Math.min(...samples))}–${show(Math.max(...samples))}`;
    const part = unit === "MiB" ? "" : (median(samples) / all).toFixed(2);
    const cells = [
      what,
      `${show(median(samples))} ${unit}`,
      range,
      part,
      bound === undefined ? "" : `${bound} ${unit}`,
    ];
    return `| ${[...cells, String(samples.length)].join(" | ")} |`;
  });
  const head = ["what", "median", "range", `÷ ${whole.what}`, "at most", "runs"];
  return [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...lines].join("\n");
}
