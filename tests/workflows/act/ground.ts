import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { cacheFolder, stateFolder } from "../../../harness/artifacts/cache/index.ts";
import { packageFolder } from "../../../harness/package/index.ts";
import { poll } from "../../../harness/waiting/index.ts";
import { repositoryNames, runWorkflow, type Start, unknownToAct } from "./act.ts";
import type { Job } from "./log.ts";

/** What a workflow has around it, in the place of GitHub. */
export interface Ground {
  readonly folder: string;
  /** The repository with the harness. */
  readonly repository: string;
  /** Runs one of this repository's workflows. */
  readonly run: (name: string, start: Start) => Promise<readonly Job[]>;
  /** The calls of `gh` so far. */
  readonly calls: () => Promise<readonly string[]>;
  /** The folder of an artifact that was uploaded. */
  readonly artifact: (name: string) => string;
  /** Removes artifacts, where they are there. */
  readonly forget: (...names: readonly string[]) => Promise<void>;
}

type Files = Readonly<Record<string, string>>;

/**
 * Makes a ground with the harness as it is here, uncommitted changes included, and a repository that has the
 * product's own module in `vault-jwt/`; both have these files as well. It is removed with the test, as is all that it started.
 */
export async function createGround(files: Files = {}): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), "workflows-"));
  onTestFinished(async () => await remove(folder), 60_000);
  const artifact = (name: string) => join(folder, "artifacts", name);
  const repositoryOf = (name: string) => join(folder, "repositories", name);
  await Promise.all(["artifacts", "tmp"].map((name) => mkdir(join(folder, name))));
  await Promise.all([
    createRepository(repositoryOf(repositoryNames.harness), copyHarness, { ...files, ...(await knownToAct()) }),
    createRepository(repositoryOf(repositoryNames.module), copyModule, files),
    copyCache(cacheFolder(), join(folder, "home/.cache/vault-jwt-conformance")),
    copyCache(stateFolder(), join(folder, "home/.local/state/vault-jwt-conformance")),
  ]);
  return {
    folder,
    repository: repositoryOf(repositoryNames.harness),
    artifact,
    run: async (name, start) => await runWorkflow(folder, name, start),
    forget: async (...names) => {
      await Promise.all(names.map((name) => rm(artifact(name), { recursive: true, force: true })));
    },
    calls: async () => {
      const text = await readFile(join(folder, "gh"), "utf8").catch(() => "");
      return text.split("\n").filter((line) => line !== "");
    },
  };
}

async function createRepository(folder: string, fill: (to: string) => Promise<void>, files: Files): Promise<void> {
  await fill(folder);
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  const git = execa({ cwd: folder });
  await git`git init --quiet --initial-branch=main`;
  await git`git add --all`;
  await git`git -c user.name=tester -c user.email=tester@example.com commit --quiet --message all`;
}

async function copyHarness(to: string): Promise<void> {
  const asked = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const [all, deleted] = await Promise.all([
    execa("git", asked, { cwd: packageFolder }),
    execa("git", ["ls-files", "-z", "--deleted"], { cwd: packageFolder }),
  ]);
  const gone = new Set(deleted.stdout.split("\0"));
  const names = all.stdout.split("\0").filter((name) => name !== "" && !gone.has(name));
  await Promise.all(names.map((name) => cp(join(packageFolder, name), join(to, name))));
}

async function copyModule(to: string): Promise<void> {
  await cp(join(packageFolder, "module"), join(to, "vault-jwt"), { recursive: true });
}

/** The files that use what act does not know, with variables in its place. */
async function knownToAct(): Promise<Files> {
  const names = ["action.yml", ".github/workflows/release-gate.yml"];
  const texts = await Promise.all(names.map((name) => readFile(join(packageFolder, name), "utf8")));
  const known = texts.map((text) =>
    unknownToAct.reduce((now, { name, variable }) => now.replaceAll(name, `env.${variable}`), text),
  );
  return Object.fromEntries(names.map((name, at) => [name, known[at] ?? ""]));
}

/** Puts the harness's own cache where the workflows keep it: as links, where one file system has both. */
async function copyCache(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const script = '[ ! -d "$0" ] || cp -a --link "$0/." "$1" 2>/dev/null || cp -a "$0/." "$1"';
  await execa("bash", ["-c", script, from, to]);
}

/** Kills what an interrupted run left behind, since each step has a session of its own, and removes the folder. */
async function remove(folder: string): Promise<void> {
  const areGone = async () => {
    const left = await processesOf(folder);
    for (const pid of left) process.kill(pid, "SIGKILL");
    return left.length === 0 ? true : undefined;
  };
  await poll(areGone, { what: "the processes of the workflow to end", limit: 30_000 });
  await rm(folder, { recursive: true, force: true });
}

async function processesOf(folder: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const marked = pids.map(async (pid) => {
    const variables = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
    return variables.includes(`STAND_IN_FOLDER=${folder}\0`) ? [Number(pid)] : [];
  });
  return (await Promise.all(marked)).flat();
}
