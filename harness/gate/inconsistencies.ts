import { unknownRequirements } from "../excuses/index.ts";
import type { Mistake } from "../input/index.ts";
import { cellsOf, covers, type Demand, demandsOf } from "./selection.ts";
import type { CatalogueItem, Policy, PolicyEntry, Rule } from "./types.ts";

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

function exceptionsOf(policy: Policy): readonly Placed<PolicyEntry>[] {
  return [...placed("unsupported", policy.unsupported), ...placed("waivers", policy.waivers)];
}

function scopesOf(policy: Policy): readonly Placed<Rule | PolicyEntry>[] {
  return [...placed("require", policy.require), ...exceptionsOf(policy)];
}

function unknownWords(
  scope: Rule | PolicyEntry,
  path: readonly PropertyKey[],
  policy: Policy,
  catalogue: readonly CatalogueItem[],
): readonly Mistake[] {
  const profiles = [...new Set(catalogue.map(({ profile }) => profile))];
  const unknown = (field: "profiles" | "cells", words: readonly unknown[] = [], known: readonly string[]) =>
    words.flatMap((word, at) =>
      typeof word !== "string" || known.includes(word)
        ? []
        : [
            {
              path: [...path, field, at],
              problem: `there is no ${field.slice(0, -1)} ${word} among ${known.join(", ")}`,
            },
          ],
    );
  return [
    ...unknownRequirements(scope, path, catalogue),
    ...unknown("profiles", "profiles" in scope ? scope.profiles : [], profiles),
    ...unknown("cells", cellsOf(scope), Object.keys(policy.cells)),
  ];
}

function idleRules(policy: Policy, catalogue: readonly CatalogueItem[]): readonly Mistake[] {
  return placed("require", policy.require).flatMap(({ scope, path }) => {
    const asked = demandsOf({ ...policy, require: [scope] }, catalogue);
    return asked.length > 0 ? [] : [{ path, problem: "this requires nothing: no such requirement has such a token" }];
  });
}

function idleExceptions(policy: Policy, demands: readonly Demand[]): readonly Mistake[] {
  return exceptionsOf(policy).flatMap(({ scope, path }) => {
    const excused = demands.filter((demand) => covers(scope, demand, "partly"));
    return excused.length > 0 ? [] : [{ path, problem: "this excuses what no rule requires" }];
  });
}

function nothingLeft(policy: Policy, demands: readonly Demand[]): readonly Mistake[] {
  const exceptions = exceptionsOf(policy);
  const isLeft = demands.some((demand) => !exceptions.some(({ scope }) => covers(scope, demand, "wholly")));
  if (isLeft) return [];
  const path = [policy.waivers === undefined ? "unsupported" : "waivers"];
  return [{ path, problem: "everything that is required is waived or may be unsupported" }];
}
