import { renderHtml } from "../../harness/render/index.ts";
import { largeReport } from "../../tests/report/large.ts";
import { type Row, timed } from "./measure.ts";

/** How long the formats of a large report take to make, in this process. */
export async function reports(runs: number): Promise<readonly Row[]> {
  const report = largeReport();
  const samples: number[] = [];
  for (let run = 0; run < runs; run += 1) samples.push((await timed(async () => renderHtml(report))).took);
  return [{ what: "report.html of 20 cells with 150 results each", samples, unit: "s", bound: 1 }];
}
