import { isNamed } from "../excuses/index.ts";
import type { Mistake } from "../input/index.ts";
import { covers, type Demand, demandsOf } from "./selection.ts";
import type { Allowance, CatalogueItem, Policy, Rule, Scope } from "./types.ts";

/** What a well-formed policy says that makes no sense; none for a sound one. */
export function inconsistenciesIn(policy: Policy, catalogue: readonly CatalogueItem[]): readonly Mistake[] {
  const unknown = scopesOf(policy).flatMap(({ scope, path }) => unknownWords(scope, path, policy, catalogue));
  // What follows from a misspelt word would only hide it.
  if (unknown.length > 0) return unknown;
  const demands = demandsOf(policy, catalogue);
  return [...idleRules(policy, catalogue), ...idleExceptions(policy, demands), ...nothingLeft(policy, demands)];
}

interface Placed<T> {
  readonly scope: T;
  readonly path: readonly PropertyKey[];
}

function placed<T>(field: keyof Policy, all: readonly T[] = []): readonly Placed<T>[] {
  return all.map((scope, at) => ({ scope, path: [field, at] }));
}

function exceptionsOf(policy: Policy): readonly Placed<Allowance>[] {
  return [...placed("unsupported", policy.unsupported), ...placed("waivers", policy.waivers)];
}

function scopesOf(policy: Policy): readonly Placed<Rule | Scope>[] {
  return [...placed("require", policy.require), ...exceptionsOf(policy)];
}

function unknownWords(
  scope: Rule | Scope,
  path: readonly PropertyKey[],
  policy: Policy,
  catalogue: readonly CatalogueItem[],
): readonly Mistake[] {
  const profiles = [...new Set(catalogue.map(({ profile }) => profile))];
  const cells = Object.keys(policy.cells);
  const unknown = (field: string, words: readonly string[] = [], isKnown: (word: string) => boolean, hint: string) =>
    words.flatMap((word, at) =>
      isKnown(word)
        ? []
        : [{ path: [...path, field, at], problem: `there is no ${field.slice(0, -1)} ${word}${hint}` }],
    );
  return [
    ...unknown(
      "requirements",
      scope.requirements,
      (word) => catalogue.some(({ id }) => isNamed(id, word)),
      "; `list` prints all",
    ),
    ...unknown(
      "profiles",
      "profiles" in scope ? scope.profiles : [],
      (word) => profiles.includes(word),
      ` among ${profiles.join(", ")}`,
    ),
    ...unknown("cells", scope.cells, (word) => cells.includes(word), ` among ${cells.join(", ")}`),
  ];
}

function idleRules(policy: Policy, catalogue: readonly CatalogueItem[]): readonly Mistake[] {
  return placed("require", policy.require).flatMap(({ scope, path }) => {
    const asked = demandsOf({ ...policy, require: [scope] }, catalogue);
    return asked.length > 0 ? [] : [{ path, problem: "this asks for nothing: no such requirement has such a token" }];
  });
}

function idleExceptions(policy: Policy, demands: readonly Demand[]): readonly Mistake[] {
  return exceptionsOf(policy).flatMap(({ scope, path }) => {
    const excused = demands.filter((demand) => isExcused(scope, demand));
    return excused.length > 0 ? [] : [{ path, problem: "this excuses what no rule asks for" }];
  });
}

function nothingLeft(policy: Policy, demands: readonly Demand[]): readonly Mistake[] {
  const exceptions = exceptionsOf(policy);
  const isLeft = demands.some((demand) => !exceptions.some(({ scope }) => isExcused(scope, demand)));
  if (isLeft) return [];
  const path = [policy.waivers === undefined ? "unsupported" : "waivers"];
  return [{ path, problem: "everything that is asked for is waived or may be unsupported" }];
}

function isExcused(scope: Scope, { item, token, cell }: Demand): boolean {
  return covers(scope, { item, token, cells: [cell] });
}
