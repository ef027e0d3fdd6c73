import type { TemplatePart } from "../coder/index.ts";
import type { FailureDetails } from "../model/report/index.ts";
import type { SubjectSettings } from "../run/index.ts";
import type { CoderStage } from "./stages/index.ts";

type Failure = FailureDetails & { readonly isVerdict: boolean };

/** Plays the scenario once more, with a template that lacks some of its parts, and tells whether it passes. */
type Passes = (subject: SubjectSettings) => Promise<boolean>;

/** The times that a scenario is played again for one failure. */
const mostReruns = 8;
/** Milliseconds after which none begins any more: the scenario's own time goes on. */
const longestSearch = 90_000;

/** What was found for other scenarios of a worker, by subject: one cause fails many. */
const foundBefore = new Map<string, readonly TemplatePart[]>();

/**
 * Names the template's variables or scripts where a scenario that failed passes without them. Gives a reason why the
 * scenario is unsupported where they override what the module sets: no module could make it pass.
 */
export async function blameTemplate(
  failure: Failure,
  { subject, told }: { readonly subject: SubjectSettings; readonly told: readonly TemplatePart[] },
  passes: Passes,
): Promise<Failure | string> {
  const { user } = subject;
  const parts = united(told);
  if (user === undefined || parts.length === 0 || !failure.isVerdict) return failure;
  const without = async (group: readonly TemplatePart[]) =>
    await passes({ ...subject, user: { ...user, without: group.map(({ address }) => address) } });
  const found = await findSuspects(parts, without, foundBefore.get(subject.name));
  if (found === undefined) return failure;
  foundBefore.set(subject.name, found);
  const names = found.map(({ address }) => `\`${address}\`${placeIn(user.places, address)}`).join(", ");
  if (found.every(({ overrides }) => overrides))
    return `the template's ${names} overrides what the module sets, and without it this scenario passes`;
  return { ...failure, diagnosis: `${failure.diagnosis}\nWithout ${names} this scenario passes.` };
}

/**
 * Finds the part without which a scenario passes, by halves: several, where it needs more than one, or more reruns than
 * there may be.
 */
export async function findSuspects(
  parts: readonly TemplatePart[],
  passes: (without: readonly TemplatePart[]) => Promise<boolean>,
  before?: readonly TemplatePart[],
): Promise<readonly TemplatePart[] | undefined> {
  const until = Date.now() + longestSearch;
  let left = mostReruns;
  const passesWithout = async (group: readonly TemplatePart[]) => {
    left -= 1;
    return left >= 0 && Date.now() < until && (await passes(group));
  };
  const known = parts.filter(({ address }) => before?.some((one) => one.address === address));
  if (known.length > 0 && (await passesWithout(known))) return known;
  if (!(await passesWithout(parts))) return undefined;
  let group = parts;
  while (group.length > 1) {
    const half = Math.ceil(group.length / 2);
    const [first, second] = [group.slice(0, half), group.slice(half)];
    if (await passesWithout(first)) group = first;
    else if (await passesWithout(second)) group = second;
    else break;
  }
  // What passes now and then passes with them too.
  return (await passes([])) ? undefined : group;
}

/** What the template itself gave the agents of a scenario's workspaces. */
export function toldIn({ started }: Pick<CoderStage, "started">): readonly TemplatePart[] {
  return started.flatMap(({ build }) => (build.outcome === "succeeded" ? build.ofTemplate : []));
}

/** Each part once. */
function united(told: readonly TemplatePart[]): readonly TemplatePart[] {
  const byAddress = Map.groupBy(told, ({ address }) => address);
  return [...byAddress].map(([address, same]) => ({ address, overrides: same.some(({ overrides }) => overrides) }));
}

/** Where a part stands, or what it is a part of. */
function placeIn(places: Readonly<Record<string, string>>, address: string): string {
  const above = address.replace(/\.[^.]*$/, "");
  const place = places[address] ?? (above === address ? undefined : places[above]);
  return place === undefined ? "" : ` (${place})`;
}
