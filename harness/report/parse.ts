import { z } from "zod";
import { WrongInput } from "../errors/index.ts";
import type { Report } from "../model/report/index.ts";
import { contradictionsIn } from "./contradictions.ts";
import { reportSchema } from "./schema.ts";

const shownMistakes = 5;

/**
 * Reads a `report.json`; `where` is its name for error messages.
 * Besides the shape it checks that the report does not contradict itself, so a hand-edited verdict is not taken.
 * @throws WrongInput `report.not-json`, `report.newer-schema`, `report.malformed`, `report.contradicts-itself`
 */
export function parseReport(text: string, where: string): Report {
  const json = parseJson(text, where);
  checkVersion(json, where);
  const parsed = checkShape(asNewest(json), where);
  const contradictions = contradictionsIn(parsed);
  if (contradictions.length === 0) return parsed;
  throw new WrongInput(
    "report.contradicts-itself",
    `${where} contradicts itself: ${listed(contradictions)}.`,
    "Run the scenarios again: an edited report is not accepted.",
    { where, contradictions },
  );
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const remedy = "Give the report.json that a run wrote.";
    throw new WrongInput("report.not-json", `${where} is not JSON.`, remedy, { where }, cause);
  }
}

const versioned = z.object({ schemaVersion: z.int().min(3) });

function checkVersion(json: unknown, where: string): void {
  const { success, data } = versioned.safeParse(json);
  if (!success) return;
  throw new WrongInput(
    "report.newer-schema",
    `${where} has schemaVersion ${data.schemaVersion}; this version of the harness reads 1 and 2.`,
    "Read it with the version of the harness that wrote it, or a newer one.",
    { where, schemaVersion: data.schemaVersion },
  );
}

const oldest = z.object({ schemaVersion: z.literal(1), summary: z.looseObject({}) });

/** Reports of schemaVersion 1 are from before results could be `blocked`. */
function asNewest(json: unknown): unknown {
  const { success, data } = oldest.safeParse(json);
  if (!success || typeof json !== "object") return json;
  return { ...json, schemaVersion: 2, summary: { ...data.summary, blocked: 0 } };
}

function checkShape(json: unknown, where: string): Report {
  const mistakes: string[] = [];
  try {
    const { success, data, error } = reportSchema.safeParse(json);
    if (success) return data;
    mistakes.push(...error.issues.map(({ path, message }) => `${path.join(".") || "the report"}: ${message}`));
  } catch (error) {
    // JSON.parse reads any depth, a recursive schema does not.
    if (!(error instanceof RangeError)) throw error;
    mistakes.push("it is nested too deeply");
  }
  const remedy = "Give an unaltered report.json; docs/report.schema.json describes it.";
  const problem = `${where} is not a report of schemaVersion 1 or 2: ${listed(mistakes)}.`;
  throw new WrongInput("report.malformed", problem, remedy, { where, mistakes });
}

function listed(sentences: readonly string[]): string {
  const more = sentences.length - shownMistakes;
  return sentences.slice(0, shownMistakes).join("; ") + (more > 0 ? `; and ${more} more` : "");
}
