import { basename, resolve } from "node:path";
import type { AttestedReport, Statement } from "../../attestation/index.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../errors/index.ts";
import {
  type Decision,
  decide,
  type GivenReport,
  parsePolicy,
  type ReadPolicy,
  type ReadReport,
  readReports,
  renderDecision,
  renderExplanation,
} from "../../gate/index.ts";
import { readBounded } from "../../input/index.ts";
import { checkReportFolder, writeFiles } from "../../output/index.ts";
import { toolVersion } from "../../package/index.ts";
import { digestOf, givenFolder, type SubjectFile } from "../../subject/index.ts";
import { named, print } from "../../text/index.ts";
import { readCatalogue } from "../commands/catalogue.ts";
import { checkOutside } from "../is-inside.ts";
import { shippedFile } from "../shipped-file.ts";
import { harnessFiles } from "./harness-files.ts";
import { readSigners, type SignatureOptions, type Signers, signatureOf, withoutSigner } from "./signatures.ts";

/** The options of `gate` as they were typed. */
export interface GateOptions extends SignatureOptions {
  readonly policy: string;
  readonly module?: string;
  readonly moduleVersion?: string;
  readonly explain?: boolean;
  readonly attest?: string;
  readonly out?: string;
  readonly url?: string;
}

interface Module {
  readonly name: string;
  readonly files: readonly SubjectFile[];
  readonly version?: string;
}

interface Judgement {
  readonly decision: Decision;
  readonly policy: ReadPolicy;
  readonly reports: readonly (ReadReport & Pick<GivenReport, "signature">)[];
}

const attestationFile = "attestation.json";
const statementFile = "statement.json";

/** Decides by a policy whether a module may be published, and attests it where that was asked for. */
export async function gate(paths: readonly string[], options: GateOptions): Promise<ExitStatus> {
  const { module: folder, out, attest } = options;
  checkOptions(options);
  const key =
    attest === undefined ? undefined : await (await import("../../attestation/index.ts")).readPrivateKey(attest);
  const signers = await readSigners(options);
  print(process.stderr, key?.warnings ?? []);
  if (out !== undefined) await checkReportFolder(out, [statementFile, attestationFile]);
  const catalogue = readCatalogue();
  const { bytes } = await readBounded(shippedFile("policies", options.policy), "policy");
  const policy = parsePolicy(bytes, options.policy, catalogue);
  if (policy.policy.requireSigned && !signers.isRequired) throw withoutSigner(`The policy ${named(options.policy)}`);
  const reports = await withSignatures(await readReports(paths, catalogue), signers);
  const module = folder === undefined ? undefined : await readModule(folder, options);
  const subject = module === undefined ? {} : { subject: { ...module, digest: digestOf(module.files) } };
  const requireSigned = signers.isRequired;
  const decision = decide({ policy: policy.policy, reports, requireSigned, catalogue, now: new Date(), ...subject });
  if (options.explain) print(process.stdout, [...renderExplanation(decision, policy), ""]);
  print(process.stdout, renderDecision(decision, policy));
  if (module === undefined)
    print(process.stdout, ["No --module was given: the reports were not compared with the files to publish."]);
  if (!decision.accepted) return exitStatus.doesNotConform;
  if (module !== undefined && out !== undefined) {
    const statement = await stated(module, { decision, policy, reports }, options.url);
    const written = await writeFiles(await contentsOf(statement, key), out);
    print(process.stderr, [`attested: ${written.map(({ path }) => named(path)).join(", ")}`]);
  }
  return exitStatus.conforms;
}

async function withSignatures(reports: readonly ReadReport[], signers: Signers): Promise<Judgement["reports"]> {
  const judged: Judgement["reports"][number][] = [];
  for (const report of reports) {
    const signature = await signatureOf(report, signers);
    judged.push(signature === undefined ? report : { ...report, signature });
  }
  return judged;
}

function checkOptions({ module, attest, out, url }: GateOptions): void {
  const needs = (option: string, other: string) =>
    new WrongInput("option.missing", `${option} needs ${other}.`, `Add ${other}, or leave ${option} out.`);
  if (attest !== undefined && out === undefined) throw needs("--attest", "--out <dir>");
  if (out !== undefined && module === undefined) throw needs("--out", "--module <dir>");
  if (out !== undefined && module !== undefined) checkOutside("--out", out, givenFolder(module).folder);
  if (url !== undefined && !URL.canParse(url))
    throw new WrongInput(
      "option.url",
      `--url ${named(url)} is not a URL.`,
      "Give the address of the run, such as that of a CI job.",
    );
}

async function readModule(word: string, { moduleVersion, out }: GateOptions): Promise<Module> {
  const { readModuleFiles, versionOf } = await import("./module-folder.ts");
  // First of all: whatever is no file of a module, such as a FIFO, is refused here.
  const { folder, files, root } = await readModuleFiles(word);
  if (out !== undefined) checkOutside("--out", out, root);
  const version = moduleVersion ?? (await versionOf(folder));
  return {
    name: basename(resolve(folder)),
    files,
    ...(version === undefined ? {} : { version }),
  };
}

async function stated(module: Module, judgement: Judgement, url: string | undefined): Promise<Statement> {
  const { statementOf } = await import("../../attestation/index.ts");
  const { decision, policy, reports } = judgement;
  const named = (judged: Decision["judged"][number]["judgement"]) =>
    decision.judged.filter((one) => one.judgement === judged).map(nameOf);
  const cells = new Map(reports.flatMap(({ report }) => report.cells.map((cell) => [cell.id, cell] as const)));
  return statementOf({
    module,
    policy: { name: policy.policy.name, sha256: policy.sha256 },
    harness: { name: "vault-jwt-conformance", version: toolVersion, files: await harnessFiles() },
    cells: [...cells.values()],
    reports: reports.map(attestedReport),
    passed: named("passes"),
    waived: named("waived"),
    unsupported: named("may be unsupported"),
    skipped: decision.skipped.map((one) => `${nameOf(one)}: ${one.outcome}`),
    ...(url === undefined ? {} : { url }),
  });
}

function attestedReport({ sha256, signature, report }: Judgement["reports"][number]): AttestedReport {
  const { startedAt, template } = report;
  return {
    sha256,
    startedAt,
    ...(signature !== undefined && "signedBy" in signature && { signedBy: signature.signedBy }),
    ...(template !== undefined && { template }),
  };
}

/** A result's name in an attestation. */
function nameOf({
  requirement,
  scenario,
  token,
  cell,
}: Decision["judged"][number] | Decision["skipped"][number]): string {
  return `${requirement} ${scenario} [${token}] on ${cell}`;
}

async function contentsOf(
  statement: Statement,
  key: { readonly key: import("node:crypto").KeyObject; readonly id: string } | undefined,
): Promise<Readonly<Record<string, string>>> {
  const { signEnvelope, statementBytes } = await import("../../attestation/index.ts");
  const bytes = statementBytes(statement);
  const unsigned = { [statementFile]: bytes.toString("utf8") };
  if (key === undefined) return unsigned;
  return { ...unsigned, [attestationFile]: `${JSON.stringify(signEnvelope(bytes, key.key, key.id), null, 2)}\n` };
}
