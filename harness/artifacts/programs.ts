import { access, constants, open } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { sha256OfFile } from "./cache/index.ts";
import { type Platform, platform, platformName, runsHere } from "./platform.ts";
import type { Artifact, Origin } from "./types.ts";
import { isVersion } from "./words.ts";

/** What a program says that it is. */
export interface Identity {
  readonly name: string;
  readonly version: string;
}

/** What a program is called on PATH, and what it calls itself. */
interface Command {
  readonly command: string;
  readonly title: string;
}

const programs: Readonly<Record<string, Command>> = {
  vault: { command: "vault", title: "Vault" },
  openbao: { command: "bao", title: "OpenBao" },
  terraform: { command: "terraform", title: "Terraform" },
  tofu: { command: "tofu", title: "OpenTofu" },
  coder: { command: "coder", title: "Coder" },
};

/** What a program's file is called. */
export function commandOf(name: string): string {
  return programs[name]?.command ?? name;
}

/** What an executable says that it is; `undefined` where it does not run or says nothing of the kind. */
export async function identify(path: string, signal?: AbortSignal): Promise<Identity | undefined> {
  return identityIn(await versionOf(path, signal));
}

/** Whether a coder binary says of itself that it has a server. */
export async function hasServer(path: string, signal?: AbortSignal): Promise<boolean> {
  return /^Full build of Coder/m.test(await versionOf(path, signal));
}

async function versionOf(path: string, signal?: AbortSignal): Promise<string> {
  const { stdout = "" } = await execa(path, ["version"], {
    reject: false,
    timeout: 20_000,
    // Terraform asks its makers for news otherwise, and warns of a configuration file that is not there.
    env: { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "" },
    ...(signal && { cancelSignal: signal }),
  });
  return stdout;
}

/**
 * Reads what `version` prints. After the version can come a commit, in brackets, and the time of the build; a binary that
 * somebody built has no commit, so that a comma follows the version at once. Coder's licence can come before its version,
 * and its commit is a part of it.
 */
export function identityIn(output: string): Identity | undefined {
  for (const [, title, said = ""] of output.matchAll(/^(\w+)(?: \([A-Z]+\))? v([^\s,]+)/gm)) {
    const name = Object.keys(programs).find((one) => programs[one]?.title === title);
    const version = name === "coder" ? said.replace(/\+.*/, "") : said;
    if (name !== undefined && isVersion(version)) return { name, version };
  }
  return undefined;
}

/** The first program on PATH of one of these names, in their order, in the wanted version or any. */
export async function onPath(
  names: readonly string[],
  version: string | undefined,
  signal?: AbortSignal,
): Promise<Artifact | undefined> {
  if (!runsHere()) return undefined;
  for (const name of names) {
    for (const path of await executables(commandOf(name))) {
      const found = await identify(path, signal);
      const matches = found?.name === name && (version === undefined || found.version === version);
      if (matches) return artifactAt(path, found, "path");
    }
  }
  return undefined;
}

/** The versions of a program that are on PATH, in its order. */
export async function versionsOnPath(name: string, signal?: AbortSignal): Promise<string[]> {
  if (!runsHere()) return [];
  const found = await Promise.all((await executables(commandOf(name))).map((path) => identify(path, signal)));
  return found.flatMap((one) => (one?.name === name ? [one.version] : []));
}

/** Describes an executable that {@link identify} has recognised. */
export async function artifactAt(path: string, { name, version }: Identity, origin: Origin): Promise<Artifact> {
  return { name, version, path, sha256: await sha256OfFile(path), origin };
}

/** Checks that a file which was fetched is what was asked for; what does not run here, that it is for its platform. */
export function objectionTo(wanted: Identity): (path: string, signal?: AbortSignal) => Promise<string | undefined> {
  return async (path, signal) => {
    if (!runsHere()) return (await isFor(path, platform())) ? undefined : `is not a program for ${platformName()}`;
    const found = await identify(path, signal);
    if (found === undefined) return "does not run here";
    const isWanted = found.name === wanted.name && found.version === wanted.version;
    return isWanted ? undefined : `reports that it is ${found.name} ${found.version}`;
  };
}

/** What the header of an executable says of its processor. Source: elf(5), `e_machine`. */
const elfMachines: Readonly<Record<Platform["arch"], number>> = { amd64: 62, arm64: 183 };

async function isFor(path: string, { os, arch }: Platform): Promise<boolean> {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(20), 0, 20, 0);
  return (
    os !== "linux" || (buffer.toString("latin1", 0, 4) === "\x7fELF" && buffer.readUInt16LE(18) === elfMachines[arch])
  );
}

async function executables(command: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    const path = join(folder, command);
    if (await isExecutable(path)) found.push(path);
  }
  return found;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
