import type { Machine } from "../../runtime/index.ts";
import type { Script } from "../types.ts";
import { logFile, scriptFolder } from "./environment.ts";
import type { ScriptPlace } from "./script.ts";

/** Where a script runs, and the variables that say it. */
export interface PreparedScript extends Pick<ScriptPlace, "script" | "folder" | "logFile" | "problem"> {
  readonly folders: Readonly<Record<"CODER_SCRIPT_BIN_DIR" | "CODER_SCRIPT_DATA_DIR", string>>;
}

/** Makes folders that nobody else may enter, and each script's log where its folder is there (rules 8.1, 8.2). */
const prepare = `umask 077
mkdir -p -- "$0"
while [ $# -gt 0 ]; do
  { mkdir -p -- "$1" && (exec 3<> "$2"); } 2>&1 || echo failed
  printf '\\0'
  shift 2
done`;

/** Lays out what scripts need; what cannot be laid out for one of them is why it will not run. */
export async function prepareScripts(
  machine: Machine,
  scripts: readonly Script[],
  agent: Readonly<Record<string, string>>,
): Promise<readonly PreparedScript[]> {
  const all = scriptFolder(agent);
  const bin = `${all}/bin`;
  const places = scripts.map((script) => ({
    script,
    folder: `${all}/${script.logSource}`,
    logFile: logFile(script.logPath || `coder-script-${script.logSource}.log`, agent, machine.home),
  }));
  const argv = ["/bin/sh", "-c", prepare, bin, ...places.flatMap((place) => [place.folder, place.logFile])];
  const { stdout } = await machine.run({ argv, environment: machine.environment, cwd: "/" });
  const said = stdout.split("\0");
  return places.map((place, at) => {
    const problem = said[at]
      ?.trim()
      .replace(/\s*\bfailed$/, "")
      .replaceAll("\n", " ");
    return {
      ...place,
      folders: { CODER_SCRIPT_BIN_DIR: bin, CODER_SCRIPT_DATA_DIR: place.folder },
      ...(problem === "" ? {} : { problem: problem || "its folders could not be made" }),
    };
  });
}
