import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CannotRunHere, type HarnessError, WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";
import { renderHtml } from "./html/index.ts";
import { reportJson } from "./json.ts";
import { renderMarkdown } from "./markdown/index.ts";
import { renderMetrics } from "./metrics.ts";
import type { Report } from "./types.ts";
import { renderBadge, renderJUnit } from "./xml/index.ts";

/** A text, or its pieces one after the other. */
type Content = string | Iterable<string>;

/** A line for each file that a report becomes. */
const renderers: Readonly<Record<string, (report: Report) => Content>> = {
  "report.json": reportJson,
  "junit.xml": renderJUnit,
  "report.html": renderHtml,
  "report.md": renderMarkdown,
  "badge.svg": renderBadge,
  "metrics.txt": renderMetrics,
};

/** The files that {@link writeReports} writes. */
export const reportFiles: readonly string[] = Object.keys(renderers);

interface PlannedFile {
  readonly content: Content;
  readonly path: string;
  readonly temporary: string;
}

type Claim = (path: string) => Disposable;

/**
 * Writes `report.json` and what is made from it into a folder as {@link writeFiles} does, and returns their paths.
 * @throws WrongInput `out.unwritable`
 * @throws CannotRunHere `out.no-space`
 */
export async function writeReports(report: Report, folder: string, claim?: Claim): Promise<readonly string[]> {
  const contents = Object.entries(renderers).map(([name, render]) => [name, render(report)] as const);
  return await writeFiles(Object.fromEntries(contents), folder, claim);
}

/**
 * Writes files, given by their names, into a folder, which is made where it is missing, and returns their paths.
 * All are written whole beside their names first and then renamed: earlier ones stay until the new ones are
 * complete, and a failure leaves nothing behind. `claim` is told of each temporary file before it is made, for whoever
 * cleans up where this process cannot.
 * @throws WrongInput `out.unwritable`
 * @throws CannotRunHere `out.no-space`
 */
export async function writeFiles(
  contents: Readonly<Record<string, Content>>,
  folder: string,
  claim: Claim = () => ({ [Symbol.dispose]() {} }),
): Promise<readonly string[]> {
  const files = planned(contents, folder);
  using claimed = new DisposableStack();
  for (const { temporary } of files) claimed.use(claim(temporary));
  let made: string | undefined;
  try {
    made = await mkdir(folder, { recursive: true });
    for (const file of files) await writeWhole(file);
    for (const file of files) await refuseFolder(file.path);
    for (const { temporary, path } of files) await rename(temporary, path);
  } catch (error) {
    await discard(files);
    await removeMade(resolve(folder), made);
    throw describe(error, folder);
  }
  return files.map(({ path }) => path);
}

/**
 * Finds out whether files of these names, or else the reports, could be written into a folder, by writing into it, or into the one that it would be
 * made in; leaves nothing behind.
 * @throws WrongInput `out.unwritable`
 * @throws CannotRunHere `out.no-space`
 */
export async function checkReportFolder(folder: string, names: readonly string[] = reportFiles): Promise<void> {
  const probe = { content: "probe", path: "", temporary: "" };
  try {
    probe.temporary = join(await nearestFolder(resolve(folder)), `.probe.${randomUUID()}.tmp`);
    await writeWhole(probe);
    for (const name of names) await refuseFolder(join(folder, name));
  } catch (error) {
    throw describe(error, folder);
  } finally {
    await discard([probe]);
  }
}

async function nearestFolder(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  return isThere ? folder : nearestFolder(dirname(folder));
}

function planned(contents: Readonly<Record<string, Content>>, folder: string): readonly PlannedFile[] {
  return Object.entries(contents).map(([name, content]) => ({
    content,
    path: join(folder, name),
    temporary: join(folder, `.${name}.${randomUUID()}.tmp`),
  }));
}

async function writeWhole({ temporary, content }: PlannedFile): Promise<void> {
  await using file = await open(temporary, "wx");
  await file.writeFile(content);
  // Some file systems tell only now that there is no room.
  await file.sync();
}

/** A folder in a file's place would make the second rename fail after the first was done. */
async function refuseFolder(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: "EISDIR" });
}

/** Errors in clean-up would hide the one that matters. */
async function discard(files: readonly PlannedFile[]): Promise<void> {
  await Promise.allSettled(files.map(({ temporary }) => rm(temporary, { force: true })));
}

/** Takes away the folders that `mkdir` made, from the innermost to `made`, unless someone else uses them by now. */
async function removeMade(folder: string, made: string | undefined): Promise<void> {
  if (made === undefined) return;
  const removed = await rmdir(folder).then(
    () => true,
    () => false,
  );
  if (removed && folder !== made) await removeMade(dirname(folder), made);
}

function describe(cause: unknown, folder: string): HarnessError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  const facts = { folder, code };
  if (code === "ENOSPC" || code === "EDQUOT") {
    const problem = `There is no space left in ${named(folder)}.`;
    return new CannotRunHere("out.no-space", problem, "Make room, or choose another folder with --out.", facts, cause);
  }
  const problem = `Nothing can be written into ${named(folder)} (${code}).`;
  return new WrongInput("out.unwritable", problem, "Choose a folder that you can write to with --out.", facts, cause);
}
