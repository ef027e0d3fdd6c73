import type { Cell, Program } from "../../harness/model/index.ts";
import type { Outcome } from "../../harness/model/report/index.ts";
import { toolVersion } from "../../harness/package/index.ts";
import type { TriedModule } from "../../harness/run/index.ts";
import type { RunResult } from "../../harness/run/scenarios/index.ts";
import { type TogetherOptions, tryTogether } from "../conformance/together.ts";
import { type JudgedMutant, judged, outcomesBy, type Tools } from "./kill-matrix.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { mutatedModule } from "./mutated-module.ts";

/** Rows of the kill matrix, and what they were made with. */
export interface Judgement {
  readonly rows: readonly JudgedMutant[];
  readonly madeWith: readonly Tools[];
}

/** A mutant, and the requirements to try it against; default: all that were asked for. */
export interface Trial extends Pick<TriedModule, "only"> {
  readonly mutant: Mutant;
}

/** Tries mutants in a single run. */
export async function judge(trials: readonly Trial[], options: TogetherOptions): Promise<Judgement> {
  await using made = new AsyncDisposableStack();
  const modules: TriedModule[] = [];
  for (const { mutant, ...rest } of trials) {
    const { folder } = made.use(await mutatedModule(mutant.name));
    modules.push({ ...rest, name: mutant.name, source: folder });
  }
  const { results, cells } = await tryTogether(modules, options);
  const rows = trials.map(({ mutant }) =>
    judged(
      mutant,
      outcomesBy((id) => outcomesIn(results, mutant, id)),
    ),
  );
  return { rows, madeWith: cells.map(toolsOf) };
}

function outcomesIn(results: readonly RunResult[], { name }: Mutant, id: string): readonly Outcome[] {
  const own = results.filter(({ subject, requirement }) => subject === name && requirement === id);
  return own.map(({ outcome }) => outcome);
}

function toolsOf({ runtime, server, cli, terraform, agent }: Cell): Tools {
  return {
    harness: toolVersion,
    runtime,
    server: inWords(server),
    cli: `${inWords(cli)} (${cli.archives})`,
    terraform: inWords(terraform),
    agent,
  };
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
