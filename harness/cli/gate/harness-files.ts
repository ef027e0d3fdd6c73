import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../package/index.ts";
import { type SubjectFile, subjectFiles } from "../../subject/index.ts";

/** What the harness consists of: its code and its scenarios, as they were written or as they were compiled. */
export async function harnessFiles(): Promise<readonly SubjectFile[]> {
  const isSource = existsSync(join(packageFolder, "harness"));
  const folders = isSource ? ["harness", "scenarios"] : ["dist"];
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await subjectFiles(join(packageFolder, folder))).map(({ name, sha256 }) => ({
        name: `${folder}/${name}`,
        sha256,
      })),
    ),
  );
  return files.flat();
}
