import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { HarnessFault } from "../errors/index.ts";
import { executed, type Launched, launch, type Piece } from "../runtime/index.ts";

/** Terraform or OpenTofu, as Coder's provisioner calls it (rules 3.6, 3.7). */
export interface TerraformTool {
  /** Absolute path. */
  readonly executable: string;
  /** Path of a CLI configuration file that leads to the providers. */
  readonly cliConfig: string;
  /** The run's folder: what plugins that are killed leave in their temporary folder goes with it. */
  readonly temporary: string;
  /** The run's mark, for clean-up. */
  readonly marker: Readonly<Record<string, string>>;
}

export interface TerraformAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly output: string;
  /** Why it was ended. */
  readonly excess?: string;
}

const inherited = ["PATH", "HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"];

interface TerraformOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds; default: none, for what may download. */
  readonly limit?: number;
}

/**
 * Runs one command in a folder; its environment holds nothing of CODER_* and TF_* but what is given.
 *
 * @throws HarnessFault `coder.terraform` when it could not be started
 */
export async function terraform(
  tool: TerraformTool,
  folder: string,
  args: readonly string[],
  { environment = {}, limit }: TerraformOptions = {},
): Promise<TerraformAnswer> {
  const host = Object.fromEntries(
    inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const pieces: Piece[] = [];
  const launched = launch({
    argv: [tool.executable, ...args],
    folder,
    environment: {
      ...host,
      ...tool.marker,
      TMPDIR: tool.temporary,
      TF_CLI_CONFIG_FILE: tool.cliConfig,
      CHECKPOINT_DISABLE: "1",
      // Keys for the pipe between Terraform and its own child take a third of a build.
      TF_DISABLE_PLUGIN_TLS: "1",
      // Nor is there time for garbage in a command of a tenth of a second, unless there is much of it.
      GOGC: "off",
      GOMEMLIMIT: "512MiB",
      ...environment,
    },
    onOutput: (chunk, stream) => pieces.push({ stream, chunk }),
  });
  using patience = patienceWith(launched, limit);
  const { code } = await launched.closed.catch((cause: unknown) => {
    throw notStarted(args[0], cause);
  });
  const { exitCode, stdout, output } = executed(pieces, code ?? 255).text;
  return {
    ...{ exitCode, stdout, output },
    ...(patience.hasEnded() ? { excess: `\`terraform ${args[0]}\` did not end within ${(limit ?? 0) / 1000} s` } : {}),
  };
}

interface Patience extends Disposable {
  hasEnded(): boolean;
}

/** Milliseconds that Terraform has for its end once it was asked for it. */
const grace = 2_000;

/** Asks a command that takes longer than its limit to end, and ends it then (rule 3.8). */
function patienceWith({ kill }: Launched, limit: number | undefined): Patience {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    ended = true;
    kill("SIGINT");
    timer = setTimeout(kill, grace, "SIGKILL");
  };
  if (limit !== undefined) timer = setTimeout(end, limit);
  return { hasEnded: () => ended, [Symbol.dispose]: () => clearTimeout(timer) };
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
  return stdout.split("\n").flatMap((text) => line.safeParse(parseOrUndefined(text)).data ?? []);
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
