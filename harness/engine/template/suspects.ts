import type { Build, TemplatePart } from "../../coder/index.ts";
import type { SubjectSettings } from "../../run/index.ts";
import { limits } from "../../waiting/index.ts";
import { placed } from "./placed.ts";

/** Runs the scenario once more, with a template that lacks some of its parts, and tells whether it passes. */
type Passes = (subject: SubjectSettings) => Promise<boolean>;

/** The times that a scenario runs again for one failure. */
const mostReruns = 8;
/** Milliseconds after which none begins any more: the scenario's own time goes on. */
const longestSearch = 90_000;

/** What was found for other scenarios of a worker, by subject: one cause fails many. */
const foundBefore = new Map<string, readonly TemplatePart[]>();

/** What failed. */
interface Failed {
  readonly subject: SubjectSettings;
  /** What its template gave the agents of its workspaces. */
  readonly told: readonly TemplatePart[];
  /** When the scenario began, in milliseconds. */
  readonly began: number;
}

/** What the template has to do with a scenario that did not pass. */
interface Blame {
  /** Why no module could make it pass. */
  readonly unsupported?: string;
  /** A line for the diagnosis; `""` where the template is not why. */
  readonly sentence: string;
}

/**
 * Names the template's variables or scripts where a scenario that did not pass does so without them. Where they override
 * what the module sets, no module could make it pass.
 */
export async function blameTemplate({ subject, told, began }: Failed, passes: Passes): Promise<Blame> {
  const { user } = subject;
  const parts = united(told);
  if (user === undefined || parts.length === 0) return { sentence: "" };
  const without = async (group: readonly TemplatePart[]) =>
    await passes({ ...subject, user: { ...user, without: group.map(({ address }) => address) } });
  const now = Date.now();
  // One that begins at the last moment may take as long as the scenario did, and a half more.
  const until = Math.min(now + longestSearch, began + limits.scenario - 1.5 * (now - began));
  const found = await findSuspects(parts, without, { before: foundBefore.get(subject.name), until });
  if (found === undefined) return { sentence: "" };
  foundBefore.set(subject.name, found);
  const names = found.map(({ address, place }) => `\`${address}\`${placed(place)}`).join(", ");
  const sentence = `\nWithout ${names} this scenario passes.`;
  if (!found.every(({ overrides }) => overrides)) return { sentence };
  const unsupported = `the template's ${names} overrides what the module sets, and without it this scenario passes`;
  return { unsupported, sentence };
}

interface Built {
  readonly build: Build;
}

interface Search {
  /** What was found for another scenario. */
  readonly before?: readonly TemplatePart[] | undefined;
  /** When the last run may begin, in milliseconds. */
  readonly until?: number;
}

/**
 * Finds the part without which a scenario passes, by halves: several, where it needs more than one, or more reruns than
 * there may be.
 */
export async function findSuspects(
  parts: readonly TemplatePart[],
  passes: (without: readonly TemplatePart[]) => Promise<boolean>,
  { before = [], until = Number.POSITIVE_INFINITY }: Search = {},
): Promise<readonly TemplatePart[] | undefined> {
  let left = mostReruns;
  const passesWithout = async (group: readonly TemplatePart[]) => {
    left -= 1;
    return left >= 0 && Date.now() < until && (await passes(group));
  };
  const known = parts.filter(({ address }) => before.some((one) => one.address === address));
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
export function toldIn({ started }: { readonly started: readonly Built[] }): readonly TemplatePart[] {
  return started.flatMap(({ build }) => (build.outcome === "succeeded" ? build.ofTemplate : []));
}

/** Each part once. */
function united(told: readonly TemplatePart[]): readonly TemplatePart[] {
  const byAddress = Map.groupBy(told, ({ address }) => address);
  return [...byAddress.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : { ...first, overrides: [first, ...more].some(({ overrides }) => overrides) },
  );
}

/** The scripts of a user's template that ran beside the module's, in words. */
export function templateScripts({ build }: Built): readonly string[] {
  const parts = toldIn({ started: [{ build }] });
  return parts.filter(({ isScript }) => isScript).map(({ address, place }) => `${address}${placed(place)}`);
}
