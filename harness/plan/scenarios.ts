import { join } from "node:path";
import type { TokenKind } from "../model/report/index.ts";
import { scenariosFolder } from "../package/index.ts";
import { scenarioName } from "./scenario-name.ts";

/** What of a catalogue says which scenario files there are. */
export interface Catalogued {
  readonly id: string;
  readonly everyStart?: true;
  readonly scenarios?: readonly {
    readonly file: string;
    readonly examples?: readonly string[];
    readonly waits?: true;
  }[];
}

/** A scenario file, and the requirement that it checks. */
export interface ScenarioFile {
  /** The file's name without its ending. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  readonly requirement: string;
  /** The examples of the README that it applies. */
  readonly examples: readonly string[];
  /** It waits for a time limit for most of its time. */
  readonly waits: boolean;
  /** It looks at every start of a run, so each shard has it. */
  readonly everyStart: boolean;
}

/** A scenario that a run has chosen, and the tokens that each cell runs it with. */
export interface PlannedScenario extends ScenarioFile {
  readonly tokens: readonly TokenKind[];
  /** Milliseconds of work that it was measured to take in a cell, for all of these tokens; 0 for one that waits. */
  readonly usualMs: number;
}

/** The sources where this is one, else what is compiled. */
const ending = `.test${import.meta.url.slice(-3)}`;

/** The scenario files that a catalogue lists, whether they are there or not: a file that is gone is an error of its run. */
export function scenarioFiles(catalogue: readonly Catalogued[]): readonly ScenarioFile[] {
  const files = catalogue.flatMap(({ id, scenarios = [], everyStart = false }) =>
    scenarios.map(({ file, examples = [], waits = false }) => {
      const path = join(scenariosFolder, file + ending);
      return { name: scenarioName(path), path, requirement: id, examples, waits, everyStart };
    }),
  );
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
