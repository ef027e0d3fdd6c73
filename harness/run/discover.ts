import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { scenarioName } from "./scenarioName.ts";
import type { TokenKind } from "./settings.ts";

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
}

/** A scenario that a run has chosen, and the tokens that each cell plays it with. */
export interface PlannedScenario extends ScenarioFile {
  readonly tokens: readonly (TokenKind | "none")[];
  /** Milliseconds of work that it was measured to take in a cell, for all of these tokens; 0 for one that waits. */
  readonly usualMs: number;
}

/** Finds the scenarios below a folder without running them: each file declares one, by its requirement's id. */
export async function discoverScenarios(folder: string): Promise<readonly ScenarioFile[]> {
  const found: ScenarioFile[] = [];
  for await (const file of glob("**/*.test.{ts,js}", { cwd: folder })) {
    const path = join(folder, file);
    const text = await readFile(path, "utf8");
    const requirement = /\bscenario\(\s*"([A-Z]+-\d+)"/.exec(text)?.[1];
    if (requirement !== undefined)
      found.push({
        name: scenarioName(path),
        path,
        requirement,
        examples: examplesIn(text),
        waits: /\bwaits: true\b/.test(text),
      });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function examplesIn(text: string): string[] {
  return [...text.matchAll(/\bexample: "([\w-]+)"/g)].map((match) => match[1] ?? "");
}
