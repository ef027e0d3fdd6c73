import { existsSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { HarnessFault } from "../../errors/index.ts";
import {
  begun,
  type Confined,
  type Confinement,
  confine,
  type Lent,
  newCommandName,
  privateFolders,
  signalConfined,
} from "../../runtime/confinement/index.ts";
import { executed, type Launched, launch, type Piece } from "../../runtime/launch/index.ts";
import { parseJsonOrUndefined } from "../../text/index.ts";
import { limits } from "../../waiting/index.ts";

/** Terraform or OpenTofu, as Coder's provisioner calls it (rules 3.6, 3.7). */
export interface TerraformTool {
  /** Absolute path. */
  readonly executable: string;
  /** Path of a CLI configuration file that leads to the providers. */
  readonly cliConfig: string;
  /** What its commands read of this machine: the folders of the providers, for one. */
  readonly reads: readonly Lent[];
  readonly confinement: Confinement;
  /** The run's folder: what plugins that are killed leave in their temporary folder goes with it. */
  readonly temporary: string;
  /** The run's mark, for clean-up. */
  readonly marker: Readonly<Record<string, string>>;
}

/** A Terraform that is given no providers. */
export type BareTerraform = Omit<TerraformTool, "cliConfig" | "reads">;

export interface TerraformAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly output: string;
  /** Why it was ended. */
  readonly excess?: string;
}

interface TerraformOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds; default: none, for what may download. */
  readonly limit?: number;
}

/**
 * Runs one command in a folder, confined; its environment holds nothing of CODER_* and TF_* but what is given.
 *
 * @throws HarnessFault `coder.terraform` when it could not be started
 */
export async function terraform(
  tool: TerraformTool,
  folder: string,
  args: readonly string[],
  { environment = {}, limit }: TerraformOptions = {},
): Promise<TerraformAnswer> {
  const isConfined = tool.confinement.kind !== "unsandboxed";
  const rights = rightsOf(args[0]);
  const reads = [...tool.reads, ...toRead(tool.cliConfig), ...(rights.network ? certificates() : [])];
  const surroundings = {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: tool.confinement.kind === "unsandboxed" ? tool.confinement.home : privateFolders.home,
    TMPDIR: isConfined ? privateFolders.temporary : tool.temporary,
    ...(rights.network ? inherited(proxies) : {}),
  };
  const all = variablesOf(tool, { ...surroundings, ...environment });
  const name = newCommandName();
  const own = { reads, name, variables: Object.keys(all), ...rights };
  const argv = confine(tool.confinement, { argv: [tool.executable, ...args], folder, ...own });
  return await call({ tool, args, argv, limit, environment: all, confined: isConfined ? name : undefined, folder });
}

/**
 * Runs a command that runs nothing of what it fetches as the caller, with the caller's credentials. No command of git
 * that a repository or an address names is carried out.
 *
 * @throws HarnessFault `coder.terraform`
 */
export async function terraformAsCaller(
  tool: TerraformTool,
  folder: string,
  args: readonly ["get", ...string[]],
): Promise<TerraformAnswer> {
  const environment = { ...inherited([...proxies, "PATH", "HOME", ...credentials()]), ...withoutHooks };
  const argv = [tool.executable, ...args];
  return await call({
    tool,
    args,
    argv,
    environment: variablesOf(tool, { TMPDIR: tool.temporary, ...environment }),
    confined: undefined,
    folder,
  });
}

/** What every command has, and its own. */
function variablesOf(
  { marker, cliConfig }: TerraformTool,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    ...marker,
    TF_CLI_CONFIG_FILE: cliConfig,
    CHECKPOINT_DISABLE: "1",
    // Keys for the pipe between Terraform and its own child take a third of a build.
    TF_DISABLE_PLUGIN_TLS: "1",
    // Nor is there time for garbage in a command of a tenth of a second, unless there is much of it.
    GOGC: "off",
    GOMEMLIMIT: "512MiB",
    ...environment,
  };
}

/** By which what is fetched is found, and trusted. */
const proxies = [
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
  "https_proxy",
  "http_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/** Git runs what the hooks of a repository and addresses that begin with `ext::` say, where its user's settings allow it. */
const withoutHooks = {
  GIT_ALLOW_PROTOCOL: "file:git:http:https:ssh",
  GIT_TERMINAL_PROMPT: "0",
  GIT_CONFIG_COUNT: "2",
  GIT_CONFIG_KEY_0: "core.hooksPath",
  GIT_CONFIG_VALUE_0: "/dev/null",
  GIT_CONFIG_KEY_1: "protocol.ext.allow",
  GIT_CONFIG_VALUE_1: "never",
};

/** The names of the variables by which Terraform and git prove who asks, for sources that are not public. */
function credentials(): readonly string[] {
  return Object.keys(process.env).filter((name) => /^(TF_TOKEN_\w+|SSH_AUTH_SOCK|GIT_SSH_COMMAND)$/.test(name));
}

function inherited(names: readonly string[]): Readonly<Record<string, string>> {
  const found = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return Object.fromEntries(found);
}

/** They run nothing of what they fetch. */
const fetching = ["init", "get"];
/** They start providers at the most, which shall leave nothing behind in a template. */
const reading = ["fmt", "graph", "providers", "validate"];

/** Whatever else there is may run code of a module, in the folder of a workspace. */
function rightsOf(command = ""): Pick<Confined, "writes" | "network"> {
  return { network: fetching.includes(command), writes: !reading.includes(command) };
}

/** What the caller's settings have Terraform trust where it fetches. */
function certificates(): readonly Lent[] {
  const { SSL_CERT_FILE = "", SSL_CERT_DIR = "" } = process.env;
  const named = [SSL_CERT_FILE, ...SSL_CERT_DIR.split(":")];
  return named.filter((path) => path.startsWith("/") && existsSync(path)).map((path) => ({ from: path, to: path }));
}

/** A configuration is not given by an empty path, and there is nothing in a device. */
function toRead(cliConfig: string): readonly Lent[] {
  return cliConfig === "" || cliConfig.startsWith("/dev/") ? [] : [{ from: cliConfig, to: cliConfig }];
}

interface Call {
  readonly tool: TerraformTool;
  readonly args: readonly string[];
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The name of a confined command. */
  readonly confined: string | undefined;
  readonly folder: string;
  readonly limit?: number | undefined;
}

async function call({ tool, args, argv, environment, confined, folder, limit }: Call): Promise<TerraformAnswer> {
  const isConfined = confined !== undefined;
  const pieces: Piece[] = [];
  let length = 0;
  const launched = launch({
    argv,
    // A confined command finds its folder in its sandbox.
    folder: isConfined ? "/" : folder,
    environment,
    onOutput(chunk, stream) {
      // A sandbox takes time to make, which is not Terraform's.
      if (length === 0 && isConfined) patience.begin();
      length += chunk.length;
      if (length <= longestOutput) pieces.push({ stream, chunk });
      else patience.end(`wrote more than ${longestOutput / 1024 / 1024} MiB`, "SIGKILL");
    },
  });
  using patience = patienceWith(launched, { limit, confined, tool });
  const { code } = await launched.closed.catch((cause: unknown) => {
    throw notStarted(args[0], cause);
  });
  const why = patience.reason();
  const said = isConfined ? sinceBegun(pieces) : pieces;
  if (said === undefined && why === undefined)
    throw notStarted(args[0], `its sandbox failed: ${executed(pieces, 0).text.output.trim()}`);
  const { exitCode, stdout, output } = executed(said ?? [], code ?? 255).text;
  return {
    exitCode: why === undefined ? exitCode : exitCode || 255,
    stdout,
    output,
    ...(why === undefined ? {} : { excess: `\`terraform ${args[0]}\` ${why}` }),
  };
}

/** What a command said once its sandbox stood; `undefined` where that never did. */
function sinceBegun(pieces: readonly Piece[]): readonly Piece[] | undefined {
  const at = pieces.findIndex(({ stream }) => stream === "stdout");
  const first = pieces[at];
  if (first === undefined || !first.chunk.toString("latin1").startsWith(begun)) return undefined;
  return pieces.with(at, { ...first, chunk: first.chunk.subarray(begun.length) });
}

/** Bytes of output that are kept of a command. */
const longestOutput = 64 * 1024 * 1024;

interface Patience extends Disposable {
  /** Its time counts from now. */
  begin(): void;
  /** Ends the command before its time. */
  end(why: string, signal: "SIGINT" | "SIGKILL"): void;
  /** Why it was ended. */
  reason(): string | undefined;
}

/** Milliseconds that Terraform has for its end once it was asked for it. */
const grace = 2_000;

/** Asks a command that takes longer than its limit to end, and ends it then (rule 3.8). */
function patienceWith(
  { kill, pid }: Launched,
  { limit, confined: name, tool }: Pick<Call, "limit" | "confined" | "tool">,
): Patience {
  const isConfined = name !== undefined;
  let reason: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const send = async (signal: "SIGINT" | "SIGKILL") => {
    if (name !== undefined) await signalConfined(tool.confinement, { name, waiting: await pid }, signal);
    if (name === undefined || signal === "SIGKILL") kill(signal);
  };
  const end: Patience["end"] = (why, signal) => {
    if (reason !== undefined) return;
    reason = why;
    clearTimeout(timer);
    void send(signal);
    if (signal === "SIGINT") timer = setTimeout(send, grace, "SIGKILL");
  };
  const begin = () => {
    clearTimeout(timer);
    if (limit === undefined || reason !== undefined) return;
    timer = setTimeout(end, limit, `did not end within ${limit / 1000} s`, "SIGINT");
  };
  if (isConfined) timer = setTimeout(end, limits.terraform, "got no sandbox within a minute", "SIGKILL");
  else begin();
  return { begin, end, reason: () => reason, [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Such as for a variable that no environment can hold, which is not the module's doing. */
function notStarted(command = "", cause: unknown): HarnessFault {
  if (cause instanceof HarnessFault) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HarnessFault(
    "coder.terraform",
    `\`terraform ${command}\` could not be started: ${why.replace(/\.$/, "")}.`,
    "Have the scenario use what an environment can hold; otherwise report this as a defect of the harness.",
    { command },
    cause,
  );
}

const longestError = 400;

/** The first error that Terraform wrote for people, as one line without a full stop: whole sentences of it. */
export function firstError(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.replace(/^[│╷╵\s]+/u, "").trim());
  const start = Math.max(
    lines.findIndex((line) => line.startsWith("Error:")),
    0,
  );
  const next = lines.findIndex((line, at) => at > start && /^(Error|Warning):/.test(line));
  const said = lines
    .slice(start, next < 0 ? undefined : next)
    .filter((line) => line !== "" && !/^\d+:/.test(line))
    .join(" ");
  return wholeSentences(said) || "no reason given";
}

function wholeSentences(said: string): string {
  const whole =
    said.length <= longestError ? said : said.slice(0, said.lastIndexOf(". ", longestError) + 1 || longestError);
  return whole.replace(/\.$/, "");
}

const line = z.looseObject({
  "@message": z.string(),
  type: z.string().optional(),
  change: z.looseObject({ action: z.string(), resource: z.looseObject({ addr: z.string() }) }).optional(),
  hook: z.looseObject({ action: z.string().optional() }).optional(),
  diagnostic: z
    .looseObject({
      severity: z.string(),
      summary: z.string(),
      detail: z.string().optional(),
      snippet: z.looseObject({ code: z.string() }).nullish(),
      address: z.string().optional(),
      range: z.looseObject({ filename: z.string() }).nullish(),
    })
    .optional(),
});

/** The errors in the output of `plan -json` or `apply -json`. */
export function diagnosticsIn(stdout: string): string {
  return errorsIn(stdout)
    .map(({ summary, detail }) => `${summary}: ${detail ?? ""}`)
    .join("\n");
}

/** The first error in the output of `plan -json` or `apply -json`, as one line without a full stop: whole sentences of it. */
export function firstDiagnostic(stdout: string): string | undefined {
  const [first] = errorsIn(stdout);
  if (first === undefined) return undefined;
  const where = first.address === undefined ? "" : ` (${first.address})`;
  return `${wholeSentences(`${first.summary}: ${first.detail ?? ""}`.replace(/\s+/g, " ").trim())}${where}`;
}

/** The addresses of what `plan -json` says that it is to change; what it is to read is no change. */
export function plannedChangesIn(stdout: string): readonly string[] {
  return linesIn(stdout).flatMap(({ type, change }) =>
    type === "planned_change" && change !== undefined && change.action !== "read" ? [change.resource.addr] : [],
  );
}

/** Whether a command that plans and applies has begun to change something: to plan is to read at the most. */
export function hasBegunToApply(stdout: string): boolean {
  return linesIn(stdout).some(({ type, hook }) => type === "apply_start" && hook?.action !== "read");
}

/** Whether all errors in such an output are of files, or resources, of a kind. */
export function areAllErrors(stdout: string, isOfKind: (place: string) => boolean): boolean {
  const errors = errorsIn(stdout);
  return errors.length > 0 && errors.every(({ address, range }) => isOfKind(range?.filename ?? address ?? ""));
}

/** The arguments in a JSON template that the rules of a module's variables have refused; each stands on a line of its own. */
export function refusedInputsIn(stdout: string): readonly string[] {
  return errorsIn(stdout)
    .filter(({ summary }) => /^Invalid value for (input )?variable$/.test(summary))
    .flatMap(({ snippet }) => /^\s*"(\w+)":/.exec(snippet?.code ?? "")?.[1] ?? []);
}

function errorsIn(stdout: string): readonly NonNullable<z.infer<typeof line>["diagnostic"]>[] {
  return linesIn(stdout).flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
}

function linesIn(stdout: string): readonly z.infer<typeof line>[] {
  return stdout.split("\n").flatMap((text) => line.safeParse(parseJsonOrUndefined(text)).data ?? []);
}
