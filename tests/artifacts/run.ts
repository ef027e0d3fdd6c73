import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { onTestFinished, vi } from "vitest";
import { type Artifact, type ArtifactOptions, findServer } from "../../harness/artifacts/index.ts";
import type { PackageIndex } from "./package-index.ts";

/** A cache of its own for one test, and what vouches for it. */
export interface Scratch extends AsyncDisposable {
  readonly folder: string;
  readonly state: string;
  readonly options: ArtifactOptions & { readonly cacheFolder: string; readonly stateFolder: string };
  readonly messages: string[];
}

export async function scratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), "artifacts-test-"));
  const state = await mkdtemp(join(tmpdir(), "artifacts-test-state-"));
  const messages: string[] = [];
  const progress = (message: string) => messages.push(message);
  return {
    folder,
    state,
    messages,
    options: { offline: false, cacheFolder: folder, stateFolder: state, progress },
    [Symbol.asyncDispose]: async () => {
      for (const one of [folder, state]) await rm(one, { recursive: true, force: true });
    },
  };
}

/** Finds a server with the index in the place of the public one. */
export async function findFrom(index: PackageIndex, wanted: string, options: ArtifactOptions): Promise<Artifact> {
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [name, value] of Object.entries(environment(index))) vi.stubEnv(name, value);
  return findServer(wanted, undefined, options);
}

/** A process that was started. */
export type Running = Promise<{ readonly stdout: string; readonly stderr: string }> & {
  kill(signal: "SIGKILL"): boolean;
};

/** The same in a process of its own, which prints the artifact as JSON. */
export function findInProcess(
  index: PackageIndex | undefined,
  wanted: string,
  { folder, state }: Pick<Scratch, "folder" | "state">,
  more: Readonly<Record<string, string>> = {},
): Running {
  const face = pathToFileURL(join(import.meta.dirname, "../../harness/artifacts/index.ts")).href;
  const script = `
    import { findServer } from ${JSON.stringify(face)};
    const options = { offline: false, cacheFolder: ${JSON.stringify(folder)}, stateFolder: ${JSON.stringify(state)}, progress() {} };
    console.log(JSON.stringify(await findServer(${JSON.stringify(wanted)}, undefined, options)));
  `;
  return execa({
    env: { ...(index && environment(index)), ...more },
    reject: false,
  })`${process.execPath} --input-type=module -e ${script}`;
}

function environment(index: PackageIndex): Record<string, string> {
  return { PIP_INDEX_URL: index.url, NO_PROXY: "127.0.0.1" };
}
