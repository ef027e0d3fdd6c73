import { chmod, constants, copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { tools } from "../tools.ts";
import { restriction, restrictionPath } from "./kernel/index.ts";
import { placeOf } from "./view/index.ts";

/** Copies this machine's programs that the harness runs in workspaces into a folder, as far as they are here. */
export async function layOutTools(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await Promise.all(
    tools.map(async (name) => {
      const from = placeOf(name);
      if (from === undefined) return;
      await copyFile(from, join(folder, name), constants.COPYFILE_FICLONE);
      await chmod(join(folder, name), 0o755);
    }),
  );
  const text = restriction();
  if (text !== undefined) await writeFile(join(folder, basename(restrictionPath)), text);
  return folder;
}
