import { type Requirement, requirements } from "../../../scenarios/requirements.ts";
import type { NamedKey } from "../../attestation/index.ts";
import type { Cell } from "../../model/index.ts";
import type { CatalogueEntry, Report } from "../../model/report/index.ts";
import { type HeldFolder, writeReports } from "../../output/index.ts";
import { toolVersion } from "../../package/index.ts";
import type { Redactor } from "../../redaction/index.ts";
import { renderAnnotations, renderConsole } from "../../render/index.ts";
import { buildReport, type ReportInput } from "../../report/index.ts";
import type { PreparedRun } from "../../run/index.ts";
import { named, print, printCommands } from "../../text/index.ts";
import { sealedBy, writtenLines } from "../gate/sign.ts";
import { look } from "../look.ts";
import type { Progress } from "./progress.ts";

/** What ran, and on what. */
export type WholeRun = Pick<ReportInput, "results" | "startedAt" | "leftOut" | "matrix" | "known" | "template">;

/** The report of a run of the command line. */
export function reportOf(
  { subjects: [subject], cells, lacking, notes }: Pick<PreparedRun, "subjects" | "cells" | "lacking" | "notes">,
  run: WholeRun,
  redactor: Redactor,
): Report {
  for (const { settings } of cells) for (const key of Object.values(settings.rsaKeys)) redactor.add("private-key", key);
  if (subject === undefined) throw new TypeError("a run of the command line has one subject");
  // Where it lies on this machine is nobody's business.
  const { folder: _, package: __, notes: ___, ...reported } = subject;
  return buildReport({
    tool: { name: "vault-jwt-conformance", version: toolVersion },
    ...run,
    durationMs: Date.now() - run.startedAt.getTime(),
    subject: reported,
    cells: inOrder(
      [...cells, ...lacking].map(({ cell }) => cell),
      run.matrix?.cells,
    ),
    catalogue: requirements.map(withFiles),
    notes,
    // What a scenario knew is out already; this takes out what others knew, and what looks like a secret in the rest.
    redactor,
  });
}

function withFiles({ scenarios, ...entry }: Requirement): CatalogueEntry {
  return {
    ...entry,
    ...(scenarios !== undefined && { files: scenarios.map(({ file }) => `scenarios/${file}.test.ts`) }),
  };
}

/** The cells in the order of `ids`, those that are not available included. */
function inOrder(cells: readonly Cell[], ids: readonly string[] = []): readonly Cell[] {
  return cells.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** Where a run's reports go, and how. */
export interface Publication {
  /** Held since before the module's code ran. */
  readonly out: HeldFolder;
  readonly signer: NamedKey | undefined;
  readonly keep: boolean;
  readonly progress: Progress;
}

/** Prints the summary of a report, whose files are in a folder. */
export function show(report: Report, folder: string): void {
  const options = { ...look(process.stdout), folder };
  print(process.stdout, renderConsole(report, options).split("\n"), options);
}

/** Prints the summary, writes the reports over whatever is in the folder, and prints their paths and what is kept. */
export async function publish(
  report: Report,
  { scope }: Pick<PreparedRun, "scope">,
  { out, signer, keep, progress }: Publication,
): Promise<void> {
  progress[Symbol.dispose]();
  show(report, out.name);
  if (process.env.GITHUB_ACTIONS === "true") printCommands(process.stderr, renderAnnotations(report));
  const written = await writeReports(report, out, { claim: scope.claim, ...(await sealedBy(signer, report)) });
  for (const line of writtenLines(written, signer)) progress.conclude(line);
  if (!keep) return;
  progress.conclude(`kept: ${named(scope.folder)}`);
  progress.conclude("It holds the run's JWTs, Vault tokens and keys in plain text: remove it when you are done.");
}
