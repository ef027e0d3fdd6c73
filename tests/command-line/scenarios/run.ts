/** Runs the files that are named as scenarios with both tokens, and prints the results. */
import { join } from "node:path";
import type { RunSettings } from "../../../harness/run/index.ts";
import { runScenarios } from "../../../harness/run/index.ts";

const settings: RunSettings = {
  id: "none",
  folder: "/nowhere",
  runtime: "process",
  agent: "debian",
  cell: "cell",
  server: { name: "vault", version: "1.13.1", path: "/nowhere" },
  realCli: "/nowhere",
  genuineArchives: [],
  rsaKeys: { issuer: "", signer: "" },
  terraform: {
    executable: "/nowhere",
    cliConfig: "/nowhere",
    reads: [],
    confinement: { kind: "unsandboxed", reason: "nothing is started", home: "/nowhere" },
  },
  subjects: [{ name: "module", template: "/nowhere", variables: [] }],
  examples: "/nowhere",
};
const program = { name: "none", version: "0.0.0" };
const cell = {
  id: "cell",
  runtime: "process",
  server: program,
  cli: { ...program, archives: "stand-in" },
  terraform: program,
  providers: {},
  agent: "debian",
} as const;

const scenarios = process.argv.slice(2).map((file) => ({
  name: file,
  path: join(import.meta.dirname, file),
  requirement: "LOGIN-01",
  examples: [],
  waits: file.startsWith("waits"),
  everyStart: false,
  tokens: ["custom" as const],
  usualMs: 0,
}));
const results = await runScenarios(
  { cells: [{ cell, settings, scenarios }], lacking: [] },
  { jobs: 1, listener: { began() {}, ended() {} } },
);
process.stdout.write(JSON.stringify(results));
