import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { type Ended, launcher, type Sandbox } from "./sandbox.ts";

/** The line that runs a failure again, as it stands in what a run has said. */
export function rerunLine({ stdout }: Ended): string {
  return /^ {2}run this again\n {4}(npx .*)$/m.exec(stdout)?.[1] ?? "";
}

/** Runs a line that a person has copied, where `npx` finds the command. */
export async function paste(line: string, { folder, temporary }: Sandbox): Promise<Ended> {
  const npx = `#!/bin/sh\nshift\nexec '${process.execPath}' '${launcher}' "$@"\n`;
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/npx"), npx, { mode: 0o755 });
  const PATH = [join(folder, "bin"), process.env.PATH].join(delimiter);
  const ended = await execa("bash", ["-c", line], {
    cwd: folder,
    env: { PATH, TMPDIR: temporary, NO_COLOR: "1" },
    stdin: "ignore",
    reject: false,
  });
  return { status: ended.exitCode, stdout: ended.stdout, stderr: ended.stderr };
}
