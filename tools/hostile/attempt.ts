import { lstat, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { RuntimeKind } from "../../harness/model/index.ts";
import type { Report } from "../../harness/model/report/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { differences, lookAtHost, restore } from "./canary.ts";
import type { HostileModule } from "./module.ts";
import { wholeDigest, writePackage } from "./package.ts";
import { type Place, userId } from "./place.ts";
import { breachesOfWords, outsideOfDigest, untried } from "./words.ts";

/** What a run with hostile modules in it came to. */
export interface Attempted {
  /** What happened that must not, a line each; empty where all held. */
  readonly breaches: readonly string[];
  /** Acts of which nothing is known, since they did not run. */
  readonly untried: readonly string[];
  /** How the run ended, with the last that it said. */
  readonly ending: string;
}

/** All that a run left for whoever reads it. */
export interface Words {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** File name to content, of the folder that `--out` named. */
  readonly files: Readonly<Record<string, string>>;
  readonly report: Report | undefined;
  readonly survivors: readonly string[];
}

export const launcher: string = join(import.meta.dirname, "../../bin/vault-jwt-conformance.cjs");

/** Milliseconds that a run may take: a script and an apply that never end have a minute each, and a scenario four. */
const longest = 150_000;

/** Seconds that an act may take, alone or beside others. */
const actLimits = { alone: 100, together: 12 } as const;

/** Runs the harness on a module with these acts, by its command line, and looks at the host before and after. */
export async function attempt(acts: readonly HostileModule[], runtime: RuntimeKind, place: Place): Promise<Attempted> {
  await place.refresh();
  const limit = acts.length === 1 && acts[0]?.alone ? actLimits.alone : actLimits.together;
  await writePackage(acts, place.path("module"), { knowledge: place.knowledge, limit });
  const before = await lookAtHost(place);
  const words = await run(acts, runtime, place);
  const after = await lookAtHost(place);
  await restore(before, after);
  const breaches = [
    ...differences(before, after),
    ...place.knocks().map((knock) => `somebody reached ${knock}`),
    ...breachesOfWords(words, acts, place),
    ...(await outsideOfDigest(words, () => wholeDigest(place.path("module")))),
  ];
  // What a broken run left is in the way of the next one.
  await emptyFolder(place.path("t"));
  return { breaches, untried: untried(words, acts), ending: endingOf(words) };
}

function endingOf({ status, stderr, report }: Words): string {
  const reasons = report?.requirements.flatMap(({ results }) => results.flatMap(({ reason }) => reason ?? [])) ?? [];
  const last = stderr.trimEnd().split("\n").slice(-3);
  return `the run ended with ${status ?? "a signal"}: ${[...reasons, ...last].join(" | ")}`;
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await execa("rm", ["-rf", "--", join(folder, name)], { reject: false });
}

async function run(acts: readonly HostileModule[], runtime: RuntimeKind, place: Place): Promise<Words> {
  const [scenario = "LOGIN-01"] = acts.flatMap((act) => act.scenario ?? []);
  const args = ["run", "--module", place.path("module"), "--runtime", runtime, "--only", scenario];
  const rest = ["--token", "custom", "--offline", "--out", place.path("out")];
  const survivors = place.path("t", "survivors");
  await writeFile(survivors, "");
  await execa("chmod", ["666", survivors]);
  const { exitCode, stdout, stderr } = await execa("setpriv", callerOf(place, survivors, [...args, ...rest]), {
    cwd: place.path("caller"),
    env: environmentOf(place),
    extendEnv: false,
    reject: false,
    timeout: longest + 20_000,
    killSignal: "SIGKILL",
    maxBuffer: 50_000_000,
    stdin: "ignore",
    stripFinalNewline: false,
    encoding: "buffer",
  });
  const left = (await readFile(survivors, "utf8")).split("\n").filter((line) => line !== "");
  await rm(survivors, { force: true });
  const files = await filesOf(place.path("out"));
  const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("utf8");
  return {
    status: exitCode,
    stdout: text(stdout),
    stderr: text(stderr),
    files,
    survivors: left,
    report: reportIn(files["report.json"]),
  };
}

/** The command of a caller with files open at high numbers, keys in a keyring, and a cgroup. */
function callerOf(place: Place, survivors: string, args: readonly string[]): readonly string[] {
  const open = 'exec 200<> "$1" 201< "$2" 1023< "$3"; shift 3; exec "$@"';
  const identity = place.as === "user" ? [`--reuid=${userId}`, `--regid=${userId}`] : ["--reuid=0"];
  const groups = place.as === "user" ? ["--clear-groups"] : [];
  const notes = [place.path("caller", "notes.txt"), place.path("caller"), place.path("beside")];
  const cgroup = place.cgroup === "" ? "" : join(place.cgroup, "harness");
  const keeper = join(import.meta.dirname, "guest/keeper.pl");
  return [
    ...[...identity, ...groups, "--", "/bin/bash", "-c", open, "caller", ...notes],
    ...["/usr/bin/perl", keeper, survivors, cgroup, place.secret, String(longest / 1000)],
    ...[process.execPath, launcher, ...args],
  ];
}

function environmentOf({ path, secret }: Place): Record<string, string> {
  const docker = process.env.DOCKER_HOST === undefined ? {} : { DOCKER_HOST: process.env.DOCKER_HOST };
  return {
    ...docker,
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    HOME: path("home"),
    TMPDIR: path("t"),
    NO_COLOR: "1",
    VAULT_JWT_CONFORMANCE_CACHE: path("cache"),
    VAULT_JWT_CONFORMANCE_STATE: path("state"),
    AWS_SECRET_ACCESS_KEY: secret,
    GITHUB_TOKEN: secret,
    VAULT_TOKEN: secret,
    TF_VAR_caller: secret,
    SSH_AUTH_SOCK: path("agent.sock"),
  };
}

async function filesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(folder);
  const read = async (name: string) => {
    const found = await lstat(join(folder, name));
    return [name, found.isFile() ? await readFile(join(folder, name), "utf8") : "no regular file"] as const;
  };
  return Object.fromEntries(await Promise.all(names.map(read)));
}

function reportIn(text: string | undefined): Report | undefined {
  try {
    return parseReport(text ?? "", "report.json");
  } catch {
    return undefined;
  }
}
