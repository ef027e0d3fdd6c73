import { matchesGlob } from "node:path";
import { z } from "zod";
import type { Outcome } from "../../harness/model/report/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { provenBy } from "../conformance/proof.ts";
import type { Mutant } from "./mutants.ts";

/** The whole of a `kill-matrix.json`, schemaVersion 1. */
export interface KillMatrix {
  readonly schemaVersion: 1;
  /** What it was made with: more than one entry where parts were made with different ones. */
  readonly madeWith: readonly Tools[];
  readonly tokens: readonly ("oidc" | "custom")[];
  /** The catalogue's ids, in its order. */
  readonly requirements: readonly string[];
  readonly mutants: readonly JudgedMutant[];
}

/** Versions of what took part, such as `server` to `openbao 2.7.2`. */
export type Tools = Readonly<Record<"harness" | "runtime" | "server" | "cli" | "terraform" | "agent", string>>;

/** A mutant, and what every requirement said of it. */
export interface JudgedMutant {
  readonly mutant: string;
  readonly mistake: string;
  /** The requirement that must report it. */
  readonly caughtBy: string;
  /** Ids or globs of those that may. */
  readonly alsoFails: readonly string[];
  /** By requirement; one that was not asked for is left out. An error beside a failure counts as `error`. */
  readonly outcomes: Outcomes;
  /** What must not be, a sentence each. */
  readonly problems: readonly string[];
}

export type Outcomes = Readonly<Record<string, Outcome>>;

/** What is proved of each requirement by the outcomes that were found for it. */
export function outcomesBy(found: (id: string) => readonly Outcome[]): Outcomes {
  const outcomes = columns.flatMap((id) => {
    const proven = provenBy(found(id));
    return proven === undefined ? [] : [[id, proven] as const];
  });
  return Object.fromEntries(outcomes);
}

const text = z.string();

/** Reads what {@link KillMatrix} describes. */
export const killMatrixSchema: z.ZodType<KillMatrix> = z.object({
  schemaVersion: z.literal(1),
  madeWith: z.array(z.object({ harness: text, runtime: text, server: text, cli: text, terraform: text, agent: text })),
  tokens: z.array(z.enum(["oidc", "custom"])),
  requirements: z.array(text),
  mutants: z.array(
    z.object({
      mutant: text,
      mistake: text,
      caughtBy: text,
      alsoFails: z.array(text),
      outcomes: z.record(text, z.enum(["pass", "fail", "unsupported", "error", "blocked"])),
      problems: z.array(text),
    }),
  ),
});

/** The catalogue's ids, one a column. */
export const columns: readonly string[] = requirements
  .filter(({ derived }) => derived === undefined)
  .map(({ id }) => id);

/** What a mark of the matrix means. */
export const meanings = {
  K: "caught by the requirement that must",
  r: "a related requirement fails too",
  ".": "pass",
  S: "survived",
  F: "an unrelated requirement fails",
  E: "error",
  b: "blocked by another requirement",
  u: "unsupported",
  " ": "not asked",
} as const;

export type Mark = keyof typeof meanings;

/** A mutant with what follows from its outcomes. */
export function judged({ name, mistake, caughtBy, alsoFails }: Mutant, outcomes: Outcomes): JudgedMutant {
  const mutant = { mutant: name, mistake, caughtBy, alsoFails, outcomes };
  return { ...mutant, problems: columns.flatMap((id) => problemOf(name, id, markOf(mutant, id))) };
}

/** A mutant's mark in a requirement's column. */
export function markOf(
  { caughtBy, alsoFails, outcomes }: Pick<JudgedMutant, "caughtBy" | "alsoFails" | "outcomes">,
  id: string,
): Mark {
  const outcome = outcomes[id];
  const must = id === caughtBy;
  if (outcome === undefined) return " ";
  if (outcome === "error") return "E";
  if (outcome === "fail") return must ? "K" : alsoFails.some((glob) => matchesGlob(id, glob)) ? "r" : "F";
  if (must) return "S";
  return outcome === "pass" ? "." : outcome === "blocked" ? "b" : "u";
}

function problemOf(name: string, id: string, mark: Mark): readonly string[] {
  if (mark === "S") return [`${name} survives: ${id} does not report it`];
  if (mark === "F") return [`${name} fails ${id}, which is not related`];
  return mark === "E" ? [`${name}: the harness could not tell for ${id}`] : [];
}

/** All problems of a matrix, and the sentence that sums it up. */
export function summaryOf({ mutants }: KillMatrix): { readonly problems: readonly string[]; readonly said: string } {
  const problems = mutants.flatMap((one) => one.problems);
  const caught = mutants.filter((one) => markOf(one, one.caughtBy) === "K").length;
  return { problems, said: `${caught} of ${mutants.length} mutants caught, ${problems.length} problems` };
}
