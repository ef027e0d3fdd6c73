import type { Cell, JsonValue } from "../model/index.ts";
import type { Failure, FailureDetails, Report, VaultRequest } from "../model/report/index.ts";
import { toolWordsOf, wordOf } from "../report/index.ts";
import { linesOf, shellWord } from "../text/index.ts";

/** A part of what is told about a failure. Lines are as the report has them: not yet made visible. */
export interface Section {
  readonly label: string;
  readonly lines: readonly string[];
}

const shownLogLines = 12;
const shownTextLines = 30;
const shownColumns = 1000;
const shownRequests = 6;

/** What a person needs to know about a failure, in the order in which they will ask. */
export function sectionsOf(report: Report, failure: Failure): readonly Section[] {
  const sections = [
    ...detailsOf(failure, meaningOf(report, failure)),
    { label: "run this again", lines: [rerunCommand(report, failure)] },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** What was seen of a failure, and what it means. */
export function detailsOf(failure: FailureDetails, meaning: readonly string[] = []): readonly Section[] {
  const { startupLog, exitCode, vaultRequests } = failure.evidence;
  const sections: readonly Section[] = [
    { label: "expected", lines: textLines(failure.expected) },
    { label: "observed", lines: textLines(failure.observed) },
    { label: "what it means", lines: meaning },
    { label: "diagnosis", lines: textLines(furtherDiagnosis(failure)) },
    { label: "exit status", lines: exitCode === undefined ? [] : [String(exitCode)] },
    { label: "startup log", lines: startupLog === undefined ? [] : logLines(startupLog) },
    { label: "Vault received", lines: vaultRequests === undefined ? [] : requestLines(vaultRequests) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** What a failure means for those who use the module. */
export function meaningOf({ requirements }: Report, { requirement, outcome }: Failure): readonly string[] {
  const means = outcome === "fail" ? requirements.find(({ id }) => id === requirement)?.means : undefined;
  return means === undefined ? [] : [means];
}

/** What a diagnosis says beyond what was expected and observed, which stand beside it; `""` where it says nothing more. */
export function furtherDiagnosis({ expected, observed, diagnosis }: FailureDetails): string {
  const [first = "", ...lines] = diagnosis.split("\n");
  const rest = /^(?:.{1,200}?: )?expected /.test(first) ? lines.join("\n").trim() : diagnosis;
  const words = [expected, observed]
    .flatMap((part) => [part, part.split("\n", 1)[0]?.replace(/:$/, "") ?? ""])
    .reduce((text, part) => text.replace(part, () => " "), rest);
  return /[\p{L}\p{N}]/u.test(words.replace(/\b(?:but|observed|got)\b/gi, "")) ? rest : "";
}

function textLines(text: string): readonly string[] {
  const lines = linesOf(text).map(cut);
  const more = lines.length - shownTextLines;
  return more <= 0 ? lines : [...lines.slice(0, shownTextLines), `(${more} more lines are in report.json)`];
}

function cut(line: string): string {
  const more = line.length - shownColumns;
  return more <= 0 ? line : `${line.slice(0, shownColumns)} (${more} more characters are in report.json)`;
}

function logLines(log: string): readonly string[] {
  const lines = linesOf(log).map(cut);
  return lines.length === 0 ? ["(empty)"] : lastOf(lines, shownLogLines, "lines");
}

function requestLines(requests: readonly VaultRequest[]): readonly string[] {
  if (requests.length === 0) return ["nothing"];
  return lastOf(requests.map(requestLine).map(cut), shownRequests, "requests");
}

function lastOf(lines: readonly string[], shown: number, what: string): readonly string[] {
  const earlier = lines.length - shown;
  return earlier <= 0 ? lines : [`(${earlier} earlier ${what} are in report.json)`, ...lines.slice(-shown)];
}

function requestLine(request: VaultRequest): string {
  const { time, operation, path, namespace = "", received } = request;
  const place = namespace === "" ? path : `${path} in the namespace ${namespace}`;
  const sent = received === undefined ? "" : ` ${compact(received)}`;
  return `${time} ${operation} ${place}${sent} -> ${answerOf(request)}`.replace(/\s+/g, " ");
}

function answerOf({ status, error, answered }: VaultRequest): string {
  const content = error ?? (answered === undefined ? "" : compact(answered));
  const parts = [status === undefined ? "" : String(status), content].filter((part) => part !== "");
  return parts.length === 0 ? "answered without an error" : parts.join(" ");
}

function compact(value: JsonValue): string {
  const json = JSON.stringify(value);
  return json.length <= 160 ? json : `${json.slice(0, 157)}...`;
}

/** The command that runs one result's scenarios again, ready to paste into a shell. */
export function rerunCommand(report: Report, failure: Pick<Failure, "requirement" | "token" | "cell">): string {
  const { requirement, token } = failure;
  const cell = report.cells.find(({ id }) => id === failure.cell);
  return commandOf([
    ...["--only", requirement],
    ...(token === "none" ? [] : ["--token", token]),
    ...moduleOptions(report),
    ...templateOptions(report),
    ...(cell === undefined ? [] : [...cellOptions(cell), ...(cell.asked === undefined ? [] : toolOptions(cell))]),
  ]);
}

/** The command that runs the whole of one cell again, with the same programs, ready to paste into a shell. */
export function runCommand(report: Report, cell: Cell): string {
  const archives = ["--cli-archives", cell.cli.archives];
  return commandOf([
    ...moduleOptions(report),
    ...templateOptions(report),
    ...cellOptions(cell),
    ...toolOptions(cell),
    ...archives,
  ]);
}

function commandOf(options: readonly string[]): string {
  return ["npx", "vault-jwt-conformance", "run", ...options].map(shellWord).join(" ");
}

/** The values of inputs and variables are not known: whoever gave them puts them in again. */
function moduleOptions({ subject: { source, inputs = [], ignored } }: Report): readonly string[] {
  return [
    ...["--module", source],
    ...inputs.flatMap((name) => ["--input", `${name}=VALUE`]),
    ...(ignored === undefined ? [] : ["--ignore-state"]),
  ];
}

function templateOptions({ template }: Report): readonly string[] {
  if (template === undefined) return [];
  const { source, parameters, variables, modules } = template;
  return [
    ...["--template", source],
    ...Object.entries(parameters).flatMap(([name, value]) => ["--parameter", `${name}=${value}`]),
    ...variables.flatMap((name) => ["--variable", `${name}=VALUE`]),
    ...(modules === undefined ? [] : ["--modules", modules]),
  ];
}

/** Where the server or the agent was an executable of the user's own, whoever has it puts its path in again. */
function cellOptions({ runtime, server, agent, coderAgent, coderServer, overrides = [] }: Cell): readonly string[] {
  const binary = server.origin === "named" ? ["--vault-binary", "PATH"] : [];
  const network = overrides.filter((option) => option === "--terraform-network");
  const program = coderAgent?.origin === "named" ? "PATH" : "real";
  const real = [
    ...(coderServer === undefined ? [] : ["--coder", "server"]),
    ...(coderAgent === undefined ? [] : ["--coder-agent", program]),
  ];
  return ["--runtime", runtime, "--server", wordOf(server), ...binary, "--agent", agent, ...real, ...network];
}

/** What a run finds out by itself, and a cell of a matrix, or an option, says. */
function toolOptions(cell: Cell): readonly string[] {
  return Object.entries(toolWordsOf(cell)).flatMap(([option, word]) => [`--${option}`, word]);
}
