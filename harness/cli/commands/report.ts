import { setFlagsFromString } from "node:v8";
import { requirements } from "../../../scenarios/requirements.ts";
import { type Comparison, compareReports, renderComparison } from "../../comparison/index.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../errors/index.ts";
import { addToHistory, type WrittenFile, writeFiles, writeReports } from "../../output/index.ts";
import {
  mergeReports,
  type NamedReport,
  type ReportFile,
  readReport,
  readReports,
  withKnown,
} from "../../report/index.ts";
import { inertJson, named, print } from "../../text/index.ts";
import { exitStatusOf, readKnown } from "../../verdict/index.ts";
import { readSigner, sealedBy, writtenLines } from "../gate/sign.ts";
import { readSigners, type SignatureOptions, type Signers, sha256Of, signatureOf } from "../gate/signatures.ts";
import { show } from "../run/conclude.ts";

/** The options of `report` as they were typed. */
export interface ReportOptions extends SignatureOptions {
  readonly out: string;
  readonly known?: string;
  readonly against?: string;
  readonly history?: string;
  readonly sign?: string;
}

/** Writes every format of a report, made from its `report.json`, or from those of several that are one. */
export async function report(paths: readonly string[], options: ReportOptions): Promise<ExitStatus> {
  const known = options.known === undefined ? undefined : await readKnown(options.known, requirements);
  const signer = options.sign === undefined ? undefined : await readSigner(options.sign);
  const signers = await readSigners(options);
  const reports = await readSwiftly(paths, (file) => requireSignature(file, signers));
  const merged = mergeReports(reports, requirements);
  const { against } = options;
  const comparison = against === undefined ? undefined : compareReports((await readReport(against)).report, merged);
  const looked = known === undefined ? merged : withKnown(merged, known);
  const written = [
    ...(await writeReports(looked, options.out, await sealedBy(signer, looked))),
    ...(await writeComparison(comparison, options.out)),
  ];
  if (known !== undefined) show(looked, options.out);
  if (comparison !== undefined) print(process.stdout, renderComparison(comparison).split("\n"));
  const history = options.history === undefined ? undefined : await addToHistory(looked, options.history);
  if (history !== undefined) print(process.stdout, history.text.split("\n"));
  print(process.stdout, [
    ...writtenLines(written, signer),
    ...(history === undefined ? [] : [`History: ${named(history.picture)}`]),
  ]);
  return known === undefined ? exitStatus.conforms : exitStatusOf(looked);
}

/** A signature under what was merged would make an unsigned part look signed. */
async function requireSignature({ where, bytes }: ReportFile, signers: Signers): Promise<void> {
  const signature = await signatureOf({ where, sha256: sha256Of(bytes) }, signers);
  if (signature === undefined || "signedBy" in signature) return;
  const remedy = "Give reports that `run --sign` wrote, each beside its manifest.json.";
  throw new WrongInput("report.unsigned", `${named(where)} has no valid signature. ${signature.problem}`, remedy);
}

async function writeComparison(comparison: Comparison | undefined, out: string): Promise<readonly WrittenFile[]> {
  if (comparison === undefined) return [];
  return await writeFiles({ "comparison.json": inertJson(`${JSON.stringify(comparison, null, 2)}\n`) }, out);
}

/** The launcher keeps heaps small, which doubles the time that a thousand reports take to read. */
async function readSwiftly(
  paths: readonly string[],
  inspect: (file: ReportFile) => Promise<void>,
): Promise<readonly NamedReport[]> {
  setFlagsFromString("--no-optimize-for-size");
  try {
    return await readReports(paths, inspect);
  } finally {
    setFlagsFromString("--optimize-for-size");
  }
}
