import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { readCatalogue } from "../../harness/cli/commands/catalogue.ts";
import type { Cell } from "../../harness/model/index.ts";
import type { ScenarioResult } from "../../harness/model/report/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { buildReport } from "../../harness/report/index.ts";
import { subjectDigest } from "../../harness/subject/index.ts";
import { program } from "./command-line.ts";
import { timed } from "./measure.ts";

/** Milliseconds of each whole command. */
export interface GateRun {
  readonly gate: number;
  readonly verify: number;
}

const cells: readonly Cell[] = Array.from({ length: 20 }, (_, at) => ({
  id: `cell-${at}`,
  runtime: "process",
  server: { name: "openbao", version: `2.7.${at}` },
  cli: { name: "openbao", version: `2.7.${at}`, archives: "stand-in" },
  terraform: { name: "terraform", version: "1.11.4" },
  providers: {},
  agent: at % 2 === 0 ? "debian" : "no-sudo",
}));

/** The whole catalogue on 20 cells, as a run would report it: judged by the policy `hardened`, signed, and verified. */
export async function gateRun(): Promise<GateRun> {
  const folder = await mkdtemp(join(tmpdir(), "vault-jwt-bench-"));
  try {
    const conform = (...args: readonly string[]) => execa(process.execPath, [program, ...args], { cwd: folder });
    const module = ["--module", join(packageFolder, "module")];
    await writeFile(join(folder, "report.json"), JSON.stringify(await wholeReport(), null, 2));
    await conform("keygen", "--out", "k");
    const judge = ["gate", "report.json", "--policy", "hardened", ...module, "--attest", "k.pem", "--out", "out"];
    const gate = await timed(() => conform(...judge));
    const hold = ["verify", "out/attestation.json", "--policy", "hardened", ...module, "--key", "k.pub.pem"];
    const verify = await timed(() => conform(...hold));
    return { gate: gate.took, verify: verify.took };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function wholeReport(): Promise<unknown> {
  const catalogue = readCatalogue();
  const results = catalogue.flatMap(({ id, tokens, scenarios }) =>
    scenarios.flatMap((name) => tokens.flatMap((token) => cells.map((cell) => passed(id, name, token, cell.id)))),
  );
  const digest = await subjectDigest(join(packageFolder, "module"));
  return buildReport({
    tool: { name: "vault-jwt-conformance", version: "0.1.0" },
    startedAt: new Date(),
    durationMs: 60_000,
    subject: { source: "module", digest, variables: [] },
    cells,
    catalogue,
    results,
  });
}

function passed(requirement: string, scenario: string, token: ScenarioResult["token"], cell: string): ScenarioResult {
  return { requirement, scenario, token, cell, outcome: "pass", durationMs: 1_000 };
}
