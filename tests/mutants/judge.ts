import { type Mutant, mutants } from "../../fixtures/mutants/mutants.ts";
import type { Program, Report } from "../../harness/report/index.ts";
import { conform, outcomeIn } from "../conformance/conform.ts";
import { columns, type JudgedMutant, judged, type Tools } from "./kill-matrix.ts";
import { mutatedModule } from "./mutated-module.ts";

/** A mutant's row of the kill matrix, and what it was made with. */
export interface Judgement {
  readonly row: JudgedMutant;
  readonly madeWith: readonly Tools[];
}

/** Runs a mutant against the requirements that the options of `run` choose. */
export async function judge(mutant: Mutant, options: readonly string[], signal: AbortSignal): Promise<Judgement> {
  await using subject = await mutatedModule(mutant.name);
  const answer = await conform(subject.folder, options, signal);
  const outcomes = columns.flatMap((id) => {
    const outcome = outcomeIn(answer, id);
    return outcome === undefined ? [] : [[id, outcome] as const];
  });
  return { row: judged(mutant, Object.fromEntries(outcomes)), madeWith: toolsOf(answer.report) };
}

function toolsOf({ tool, cells }: Report): readonly Tools[] {
  return cells.map(({ runtime, server, cli, terraform, agent }) => ({
    harness: tool.version,
    runtime,
    server: inWords(server),
    cli: `${inWords(cli)} (${cli.archives})`,
    terraform: inWords(terraform),
    agent,
  }));
}

function inWords({ name, version }: Program): string {
  return `${name} ${version}`;
}

/** Each entry once. */
export function distinct(tools: readonly Tools[]): readonly Tools[] {
  return [...new Map(tools.map((entry) => [JSON.stringify(entry), entry])).values()];
}

/** How wide the names of mutants are. */
export const nameWidth: number = Math.max(...mutants.map(({ name }) => name.length));
