import semver from "semver";
import type { Program } from "../model/index.ts";
import { type Axis, axes, type Versioned } from "./axes.ts";
import type { Combination, Pattern } from "./types.ts";
import type { Versions } from "./versions.ts";
import { parseWord, type Wish } from "./words.ts";

type Test = (cell: Combination) => boolean;

/** Tells whether a cell is one that a pattern means; words such as `latest` are looked up first. */
export async function testBy(pattern: Pattern, versions: Versions): Promise<Test> {
  const tests = await Promise.all(
    axes.flatMap((axis) => {
      const text = pattern[axis];
      return text === undefined ? [] : [axisTest(axis, text, versions)];
    }),
  );
  return (cell) => tests.every((test) => test(cell));
}

async function axisTest(axis: Axis, text: string, versions: Versions): Promise<Test> {
  if (axis === "agent" || axis === "agent-program" || axis === "runtime") return (cell) => cell[axis] === text;
  const word = parseWord(axis, text);
  if (typeof word === "string") return () => false;
  const { name, program, wish } = word;
  if (program === undefined) return ({ cli, server }) => isSame(cli, server);
  const isMeant = wish === undefined ? () => true : await versionTest(program, wish, versions);
  return (cell) => {
    const found = programOf(cell, axis);
    return found.name === name && isMeant(found.version);
  };
}

async function versionTest(program: Versioned, wish: Wish, versions: Versions): Promise<(version: string) => boolean> {
  if (wish.kind === "range") return (version) => semver.satisfies(version, wish.range, { includePrerelease: true });
  const meant = await versions.meantBy(program, wish);
  return (version) => meant.includes(version);
}

function programOf({ provider, ...cell }: Combination, axis: "server" | "cli" | "terraform" | "provider"): Program {
  return axis === "provider" ? { name: provider.address, version: provider.version } : cell[axis];
}

function isSame(one: Program, other: Program): boolean {
  return one.name === other.name && one.version === other.version;
}
