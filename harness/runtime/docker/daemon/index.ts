export { dockerAnswers } from "./answers.ts";
export { type Connection, connectionOf, type Docker } from "./connection.ts";
export { daemonMayRun } from "./daemon-may-run.ts";
export type { DockerAnswer, Engine } from "./engine.ts";
export { type Host, openHost } from "./host.ts";
export { type KnownRuns, knownRuns } from "./known-runs.ts";
export { imageLabel, ownerLabel, runLabel, stageLabel } from "./labels.ts";
export type { Refusal } from "./remove.ts";
