import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ExitStatus, exitStatus, WrongInput } from "../errors/index.ts";
import { parseReport, writeReports } from "../report/index.ts";
import { named } from "../text/index.ts";

/** Writes every format of a report, made from its `report.json`, which is given itself or by its folder. */
export async function report(path: string, out: string): Promise<ExitStatus> {
  const file = await fileAt(path);
  const parsed = parseReport(await contentOf(file), named(file));
  const written = await writeReports(parsed, out);
  process.stdout.write(`reports: ${written.map(named).join(", ")}\n`);
  return exitStatus.conforms;
}

async function fileAt(path: string): Promise<string> {
  const there = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (there.isDirectory()) return join(path, "report.json");
  // Reading a FIFO would wait for ever.
  if (!there.isFile()) throw unreadable(path, undefined);
  return path;
}

async function contentOf(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
}

function unreadable(path: string, cause: unknown): WrongInput {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no regular file";
  const remedy = "Give the report.json that a run wrote, or the folder that has it.";
  return new WrongInput("report.unreadable", `${named(path)} cannot be read (${code}).`, remedy, { path }, cause);
}
