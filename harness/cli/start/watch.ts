import { watch as watchFiles } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { type ExitStatus, exitStatus, WrongInput } from "../../errors/index.ts";
import { packageFolder } from "../../package/index.ts";
import { openRun } from "../../runtime/scope/index.ts";
import { givenFolder, subjectDigest } from "../../subject/index.ts";
import { named, print } from "../../text/index.ts";
import type { Interruption } from "../interruption.ts";
import { moduleOf } from "../run/subject.ts";

/**
 * Runs the scenarios, and again each time that the module's files change: first what did not pass, then everything once that
 * does. Ends with Ctrl-C.
 *
 * @throws WrongInput `watch.elsewhere`, `module.*`, `subject.*`
 */
export async function watch(
  module: string | undefined,
  args: readonly string[],
  { signal, defer }: Interruption,
): Promise<ExitStatus> {
  const source = moduleOf(module, "watch");
  const { folder } = givenFolder(source);
  let digest = await digestOf(folder);
  // Its folder goes with this process, whatever ends it.
  await using scope = await openRun(false);
  const under: { child?: Promise<unknown> & { readonly kill: (signal: "SIGINT") => boolean } } = {};
  defer(async () => {
    under.child?.kill("SIGINT");
    await under.child;
    await scope.stop();
  });
  const changes = watchFiles(folder, { recursive: true, signal });
  let failing: string | undefined;
  for (let at = 1; !signal.aborted; at += 1) {
    const out = join(scope.folder, String(at));
    const child = startRun([...(failing === undefined ? args : [...args, "--again", failing]), "--out", out]);
    under.child = child;
    const { exitCode: status = exitStatus.interrupted } = await child;
    if (signal.aborted) break;
    if (status === exitStatus.wrongInput || status === exitStatus.interrupted) return status;
    const wasAgain = failing !== undefined;
    failing = status === exitStatus.conforms ? undefined : status === exitStatus.cannotRunHere ? failing : out;
    if (wasAgain && failing === undefined) continue;
    print(process.stderr, [`watching ${named(folder)} (Ctrl-C ends)`]);
    digest = await nextDigest(folder, digest, changes);
  }
  return exitStatus.interrupted;
}

async function digestOf(folder: string): Promise<string> {
  return await subjectDigest(folder).catch((error: unknown) => {
    if (error instanceof WrongInput && error.code === "subject.state") throw error;
    // A file that is written at this moment can be gone at the next.
    return "";
  });
}

/** Resolves once the files say something else than they did, whatever was touched. */
async function nextDigest(folder: string, before: string, changes: AsyncIterable<unknown>): Promise<string> {
  const now = await digestOf(folder);
  if (now !== before) return now;
  for await (const _ of changes) {
    const after = await digestOf(folder);
    if (after !== before && after !== "") return after;
  }
  return before;
}

/** A run is a process of its own, so that each begins as a run does. */
function startRun(args: readonly string[]) {
  const launcher = join(packageFolder, "bin/vault-jwt-conformance.cjs");
  return execa(process.execPath, [launcher, "run", ...args], { stdio: "inherit", reject: false });
}
