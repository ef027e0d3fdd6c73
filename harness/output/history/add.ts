import { createHash } from "node:crypto";
import { WrongInput } from "../../errors/index.ts";
import type { Report } from "../../model/report/index.ts";
import { counted, printable } from "../../text/index.ts";
import { writeFiles } from "../write/index.ts";
import { type Flip, flipsIn } from "./flips.ts";
import { flipInWords, renderHistory } from "./picture.ts";
import { type History, readHistory, recordNames } from "./read.ts";
import { recordOf } from "./record.ts";

const picture = "history.html";
const shownFlips = 20;
/** Others that add a run at the same time are waited for so often. */
const mostTries = 5;

/** What a history says, in words, and where its picture is. */
export interface HistoryWords {
  readonly text: string;
  readonly picture: string;
}

/**
 * Adds a run to a folder of past runs, in a file of its own, and draws its picture anew. The same report is added once,
 * whoever adds it at the same time; a record that is damaged is named and left out.
 * @throws WrongInput `history.unwritable`
 * @throws CannotRunHere `out.no-space`
 */
export async function addToHistory(report: Report, folder: string): Promise<HistoryWords> {
  const record = `${JSON.stringify(recordOf(report))}\n`;
  await written({ [nameOf(report, record)]: record }, folder);
  for (let tries = 1; ; tries += 1) {
    const names = await recordNames(folder);
    const history = await readHistory(folder, names);
    const flips = flipsIn(history.records);
    const [path = ""] = await written({ [picture]: renderHistory(history, flips) }, folder);
    // Who drew its picture while another added a run has to draw it again.
    const isLatest = String(await recordNames(folder)) === String(names);
    if (isLatest || tries === mostTries) return { text: inWords(history, flips), picture: path };
  }
}

function nameOf({ startedAt }: Report, record: string): string {
  const time = new Date(startedAt).toISOString().replace(/[-:.]/g, "");
  return `run-${time}-${createHash("sha256").update(record).digest("hex").slice(0, 16)}.json`;
}

async function written(contents: Readonly<Record<string, string>>, folder: string): Promise<readonly string[]> {
  const files = await writeFiles(contents, folder).catch((cause: unknown) => {
    if (!(cause instanceof WrongInput)) throw cause;
    const remedy = "Choose a folder that you can write to with --history.";
    throw new WrongInput("history.unwritable", cause.message, remedy, cause.facts, cause);
  });
  return files.map(({ path }) => path);
}

function inWords({ records, damaged }: History, flips: readonly Flip[]): string {
  const more = flips.length - shownFlips;
  const lines = [
    `The history has ${counted(records.length, "run")}, ${counted(flips.length, "flip")} without a change of module, harness, server, CLI or Terraform.`,
    ...flips.slice(0, shownFlips).map((flip) => `  flipped: ${flipInWords(flip)}`),
    ...(more > 0 ? [`  ${more} more are in ${picture}`] : []),
    ...damaged.map((name) => `  damaged, and left out: ${name}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}
