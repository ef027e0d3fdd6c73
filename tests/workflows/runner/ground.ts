import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, matchesGlob } from "node:path";
import { execa } from "execa";
import { packageFolder } from "../../../harness/package/index.ts";

/** What a played workflow has around it, in the place of GitHub. */
export interface Ground extends AsyncDisposable {
  readonly folder: string;
  /** The repositories that can be checked out, by name. */
  readonly repositories: ReadonlyMap<string, string>;
  /** Lines that a stand-in recorded. */
  readonly recorded: (name: "gh" | "sudo" | "uses") => Promise<readonly string[]>;
  readonly record: string;
  /** The folder of an artifact that was uploaded. */
  readonly artifact: (name: string) => string;
  /** Removes an artifact, where there is one, as a new run of the workflow begins without. */
  readonly forget: (name: string) => Promise<void>;
  /** Has an artifact be there, with these files. */
  readonly put: (name: string, files: Readonly<Record<string, string>>) => Promise<void>;
}

/** What one job works in. */
export interface Place {
  readonly workspace: string;
  readonly temporary: string;
}

/** What an action of others is asked for. */
export interface Ask {
  readonly ground: Ground;
  readonly place: Place;
  readonly given: Readonly<Record<string, string>>;
}

/** The repository that holds the harness, and that of a module. */
export const repositoryNames = { harness: "example/vault-jwt-conformance", module: "example/modules" } as const;

/**
 * Makes a ground with the harness as it is here, uncommitted changes included, and a repository that has the
 * product's own module in `vault-jwt/`; both have these files as well.
 */
export async function createGround(files: Readonly<Record<string, string>> = {}): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), "workflows-"));
  const record = join(folder, "record");
  const artifact = (name: string) => join(folder, "artifacts", name);
  await Promise.all([mkdir(record), mkdir(join(folder, "artifacts"))]);
  const [harness, module] = await Promise.all([
    repository(join(folder, "harness"), async (work) => {
      await copyHarness(work);
      await writeAll(work, files);
    }),
    repository(join(folder, "module"), async (work) => {
      await cp(join(packageFolder, "module"), join(work, "vault-jwt"), { recursive: true });
      await writeAll(work, files);
    }),
  ]);
  return {
    folder,
    record,
    artifact,
    forget: async (name) => await rm(artifact(name), { recursive: true, force: true }),
    put: async (name, contents) => {
      await mkdir(artifact(name));
      await writeAll(artifact(name), contents);
    },
    repositories: new Map([
      [repositoryNames.harness, harness],
      [repositoryNames.module, module],
    ]),
    recorded: async (name) => {
      const text = await readFile(join(record, name), "utf8").catch(() => "");
      return text.split("\n").filter((line) => line !== "");
    },
    [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true, force: true }),
  };
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
}

async function copyHarness(work: string): Promise<void> {
  const asked = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const [all, deleted] = await Promise.all([
    execa("git", asked, { cwd: packageFolder }),
    execa("git", ["ls-files", "-z", "--deleted"], { cwd: packageFolder }),
  ]);
  const gone = new Set(deleted.stdout.split("\0"));
  const names = all.stdout.split("\0").filter((name) => name !== "" && !gone.has(name));
  await Promise.all(names.map((name) => cp(join(packageFolder, name), join(work, name))));
}

async function repository(folder: string, fill: (work: string) => Promise<void>): Promise<string> {
  const work = `${folder}-work`;
  const bare = `${folder}.git`;
  await mkdir(work);
  await fill(work);
  const git = execa({ cwd: work });
  await git`git init --quiet --initial-branch=main`;
  await git`git add --all`;
  await git`git -c user.name=tester -c user.email=tester@example.com commit --quiet --message all`;
  await git`git clone --quiet --bare . ${bare}`;
  return bare;
}

/** The actions of others, which GitHub alone can run, and what is done in the place of each. */
export const standIns: Readonly<Record<string, (ask: Ask) => Promise<Readonly<Record<string, string>>>>> = {
  "actions/checkout": checkOut,
  "actions/upload-artifact": upload,
  "actions/download-artifact": download,
  "actions/cache/restore": restore,
  "actions/cache/save": save,
  "actions/setup-go": nothing,
  "hashicorp/setup-terraform": nothing,
  "actions/attest": attest,
};

/** What is on the machine already is what it would bring. */
async function nothing(): Promise<Readonly<Record<string, string>>> {
  return {};
}

/** As where nothing was kept under this name yet. */
async function restore({ given }: Ask): Promise<Readonly<Record<string, string>>> {
  return { "cache-hit": "false", "cache-primary-key": given.key ?? "" };
}

async function save({ given }: Ask): Promise<Readonly<Record<string, string>>> {
  if (!given.key?.startsWith("vault-jwt-conformance-")) throw new Error(`${given.key} is not what was asked for`);
  return {};
}

async function checkOut({ ground, place, given }: Ask): Promise<Readonly<Record<string, string>>> {
  const name = given.repository ?? "";
  const from = ground.repositories.get(name);
  if (from === undefined) throw new Error(`there is no repository ${name} here`);
  const to = join(place.workspace, given.path ?? ".");
  await execa("git", ["clone", "--quiet", from, to]);
  return {};
}

async function upload({ ground, place, given }: Ask): Promise<Readonly<Record<string, string>>> {
  const { name = "artifact", path = "" } = given;
  if (!/^[^":<>|*?\r\n\\/]+$/.test(name)) throw new Error(`${name} cannot be an artifact's name`);
  const to = join(ground.folder, "artifacts", name);
  await mkdir(to);
  const from = join(place.workspace, path);
  const isFolder = await readdir(from).then(
    () => true,
    () => false,
  );
  await cp(from, isFolder ? to : join(to, basename(path)), { recursive: true });
  return {};
}

async function download({ ground, place, given }: Ask): Promise<Readonly<Record<string, string>>> {
  const { name, pattern = "*", path = "." } = given;
  const to = path.startsWith("/") ? path : join(place.workspace, path);
  const artifacts = join(ground.folder, "artifacts");
  if (name !== undefined) {
    await cp(join(artifacts, name), to, { recursive: true });
    return {};
  }
  const found = (await readdir(artifacts)).filter((one) => matchesGlob(one, pattern));
  await Promise.all(found.map((one) => cp(join(artifacts, one), join(to, one), { recursive: true })));
  return {};
}

/** Reads what the action would sign, in the forms that it takes. */
async function attest({ place, given }: Ask): Promise<Readonly<Record<string, string>>> {
  const subjects = await readFile(join(place.workspace, given["subject-checksums"] ?? ""), "utf8");
  if (!/^([0-9a-f]{64} {2}\S+\n)+$/.test(subjects)) throw new Error(`these are no subjects: ${subjects}`);
  JSON.parse(await readFile(join(place.workspace, given["predicate-path"] ?? ""), "utf8"));
  return {};
}
