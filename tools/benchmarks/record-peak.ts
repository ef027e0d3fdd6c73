/** Loaded before the command line: writes the process's peak memory in KiB when it ends. */
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env.BENCH_PEAK_FILE;
if (isMainThread && file !== undefined) {
  // Processes that this one starts are not measured.
  delete process.env.BENCH_PEAK_FILE;
  process.once("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
}
