export { type ConsoleOptions, renderConsole } from "./console.ts";
export { rerunCommand, runCommand, type Section, sectionsOf } from "./failure-sections.ts";
export { failuresByKey } from "./failures-by-key.ts";
export { renderMetrics } from "./metrics.ts";
export { type Tally, tallyByCell } from "./tally.ts";
