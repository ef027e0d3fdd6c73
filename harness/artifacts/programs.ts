import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { sha256OfFile } from "./cache/index.ts";
import type { Artifact, Origin } from "./types.ts";
import { isVersion } from "./words.ts";

/** What a program says that it is. */
export interface Identity {
  readonly name: string;
  readonly version: string;
}

/** How a program is called on PATH and how it says its version. */
interface Command {
  readonly command: string;
  readonly says: RegExp;
}

const programs: Readonly<Record<string, Command>> = {
  vault: { command: "vault", says: /^Vault v(\S+)/m },
  openbao: { command: "bao", says: /^OpenBao v(\S+)/m },
  terraform: { command: "terraform", says: /^Terraform v(\S+)/m },
  tofu: { command: "tofu", says: /^OpenTofu v(\S+)/m },
};

/** What a program's file is called. */
export function commandOf(name: string): string {
  return programs[name]?.command ?? name;
}

/** What an executable says that it is; `undefined` where it does not run or says nothing of the kind. */
export async function identify(path: string, signal?: AbortSignal): Promise<Identity | undefined> {
  const { stdout = "" } = await execa(path, ["version"], {
    reject: false,
    timeout: 20_000,
    // Terraform asks its makers for news otherwise, and warns of a configuration file that is not there.
    env: { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "" },
    ...(signal && { cancelSignal: signal }),
  });
  for (const [name, { says }] of Object.entries(programs)) {
    const version = says.exec(stdout)?.[1];
    if (version !== undefined && isVersion(version)) return { name, version };
  }
  return undefined;
}

/** The first program on PATH of one of these names, in their order, in the wanted version or any. */
export async function onPath(
  names: readonly string[],
  version: string | undefined,
  signal?: AbortSignal,
): Promise<Artifact | undefined> {
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
  const found = await Promise.all((await executables(commandOf(name))).map((path) => identify(path, signal)));
  return found.flatMap((one) => (one?.name === name ? [one.version] : []));
}

/** Describes an executable that {@link identify} has recognised. */
export async function artifactAt(path: string, { name, version }: Identity, origin: Origin): Promise<Artifact> {
  return { name, version, path, sha256: await sha256OfFile(path), origin };
}

/** Checks that a file which was fetched runs here and is what was asked for. */
export function objectionTo(wanted: Identity): (path: string, signal?: AbortSignal) => Promise<string | undefined> {
  return async (path, signal) => {
    const found = await identify(path, signal);
    if (found === undefined) return "does not run here";
    const isWanted = found.name === wanted.name && found.version === wanted.version;
    return isWanted ? undefined : `says that it is ${found.name} ${found.version}`;
  };
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
