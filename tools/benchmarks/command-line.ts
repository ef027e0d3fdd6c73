import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { packageFolder } from "../../harness/package/index.ts";
import { timed } from "./measure.ts";

/** The command line's own file. */
export const program: string = fileURLToPath(new URL("../../bin/vault-jwt-conformance.cjs", import.meta.url));
const peakRecorder = new URL("./record-peak.ts", import.meta.url).href;

export interface WholeRun {
  /** Milliseconds from the start of the command to its end. */
  readonly took: number;
  /** MiB: the most memory that the harness's own process held, servers and workspaces not counted. */
  readonly peak: number;
}

/** Runs the scenarios as a user does, and measures the whole process. Throws where the module does not conform. */
export async function wholeRun(args: readonly string[]): Promise<WholeRun> {
  const folder = await mkdtemp(join(tmpdir(), "vault-jwt-bench-"));
  try {
    return await wholeCommand(
      ["run", "--module", join(packageFolder, "module"), "--out", join(folder, "out"), ...args],
      folder,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a command in a folder, where it may write, and measures the whole process. Throws where it fails. */
export async function wholeCommand(args: readonly string[], folder: string): Promise<WholeRun> {
  const peakFile = join(folder, "peak");
  const command = execa(process.execPath, ["--import", peakRecorder, program, ...args], {
    cwd: folder,
    env: { BENCH_PEAK_FILE: peakFile },
  });
  const { took } = await timed(() => command);
  return { took, peak: Number(await readFile(peakFile, "utf8")) / 1024 };
}

/** How long the command line takes to say its version: the start of Node and of what every command loads. */
export async function bareStart(): Promise<number> {
  return (await timed(() => execa(process.execPath, [program, "--version"]))).took;
}
