import { matchesGlob } from "node:path";
import { type Mutant, mutants } from "../../fixtures/mutants/mutants.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { type Conformance, conform, outcomeIn } from "./conform.ts";
import { mutatedModule } from "./mutated-module.ts";

/** A mutant's row of the kill matrix. */
export interface Row {
  readonly mutant: Mutant;
  /** One for each requirement, in the order of the catalogue. */
  readonly cells: readonly Cell[];
  /** What must not be, a sentence each. */
  readonly problems: readonly string[];
}

type Cell = keyof typeof meanings;

const meanings = {
  K: "caught by the requirement that must",
  r: "a related requirement fails too",
  ".": "pass",
  S: "survived",
  F: "an unrelated requirement fails",
  E: "error",
  u: "unsupported",
  " ": "not asked",
} as const;

const ids = requirements.map((requirement) => requirement.id);

/** Runs a mutant against every requirement. */
export async function judge(mutant: Mutant, options: readonly string[], signal: AbortSignal): Promise<Row> {
  await using subject = await mutatedModule(mutant.name);
  const answer = await conform(subject.folder, options, signal);
  const cells = ids.map((id) => cellOf(mutant, id, answer));
  return { mutant, cells, problems: cells.flatMap((cell, at) => problemOf(mutant, ids[at] ?? "", cell)) };
}

function cellOf(mutant: Mutant, id: string, answer: Conformance): Cell {
  const outcome = outcomeIn(answer, id);
  const must = id === mutant.caughtBy;
  if (outcome === undefined) return " ";
  if (outcome === "error") return "E";
  if (outcome === "fail") return must ? "K" : mutant.alsoFails.some((glob) => matchesGlob(id, glob)) ? "r" : "F";
  return must ? "S" : outcome === "unsupported" ? "u" : ".";
}

function problemOf({ name }: Mutant, id: string, cell: Cell): string[] {
  if (cell === "S") return [`${name} survives: ${id} does not report it`];
  if (cell === "F") return [`${name} fails ${id}, which is not related`];
  return cell === "E" ? [`${name}: the harness could not tell for ${id}`] : [];
}

const width = Math.max(...mutants.map(({ name }) => name.length));

/** A row as a line of the table. */
export function lineOf({ mutant, cells }: Row): string {
  return `${mutant.name.padEnd(width)} ${cells.join(" ")}`.trimEnd();
}

/** The kill matrix as text: the requirements' ids, one a column, are read downwards. */
export function render(rows: readonly Row[]): string {
  const height = Math.max(...ids.map((id) => id.length));
  const heading = Array.from({ length: height }, (_, at) =>
    `${" ".repeat(width)} ${ids.map((id) => id.padStart(height)[at]).join(" ")}`.trimEnd(),
  );
  const legend = Object.entries(meanings).map(([cell, meaning]) => `${cell} ${meaning}`);
  return [...heading, ...rows.map(lineOf), "", legend.join("; ")].join("\n");
}
