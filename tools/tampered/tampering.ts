import type { Random } from "../chance.ts";

/** Whatever JSON can hold, to be written over. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** One bit of the text's bytes, turned over. */
export function flippedBit(text: string | Buffer, random: Random): Buffer {
  const bytes = Buffer.from(text);
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
}

/** One place in a document: the object or list that holds it, and its name there. */
interface Spot {
  readonly holder: Json[] | { [name: string]: Json };
  readonly name: string;
  readonly value: Json;
}

function spotsIn(value: Json): readonly Spot[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [{ holder: value, name, value: inner }, ...spotsIn(inner)]);
}

function spotOf(document: Json, random: Random, isWanted: (spot: Spot) => boolean): Spot | undefined {
  const spots = spotsIn(document).filter(isWanted);
  return spots[random.below(spots.length)];
}

/** A copy from which an entry is taken, or a field. */
export function withoutOne(document: Json, random: Random): Json {
  const copy = structuredClone(document);
  const spot = spotOf(copy, random, () => true);
  if (spot === undefined) return copy;
  if (Array.isArray(spot.holder)) spot.holder.splice(Number(spot.name), 1);
  else delete spot.holder[spot.name];
  return copy;
}

/** A copy in which an entry of a list is there twice. */
export function withOneTwice(document: Json, random: Random): Json {
  const copy = structuredClone(document);
  const spot = spotOf(copy, random, ({ holder }) => Array.isArray(holder));
  if (spot !== undefined && Array.isArray(spot.holder)) spot.holder.push(structuredClone(spot.value));
  return copy;
}

const words = ["pass", "fail", "unsupported", "error", "blocked", "PASSED", "", "h1:", "0", "constructor"] as const;

/** A copy in which a text or a number is another. */
export function withOneChanged(document: Json, random: Random): Json {
  const copy = structuredClone(document);
  const spot = spotOf(copy, random, ({ value }) => typeof value === "string" || typeof value === "number");
  if (spot === undefined) return copy;
  const changed = typeof spot.value === "number" ? spot.value + 1 : changedText(String(spot.value), random);
  Object.assign(spot.holder, { [spot.name]: changed });
  return copy;
}

function changedText(text: string, random: Random): string {
  if (random.below(2) === 0) return `${random.oneOf(words)}${random.oneOf(["", " "])}`;
  const at = random.below(text.length);
  return `${text.slice(0, at)}${text[at] === "0" ? "1" : "0"}${text.slice(at + 1)}`;
}

/** The text with the names of one object in another order. */
export function reordered(document: Json, random: Random): string {
  const copy = structuredClone(document);
  const spots = spotsIn({ document: copy }).filter(({ value }) => isObject(value) && Object.keys(value).length > 1);
  const chosen = spots[random.below(spots.length)]?.value;
  if (isObject(chosen)) {
    const entries = Object.entries(chosen).reverse();
    for (const [name] of entries) delete chosen[name];
    Object.assign(chosen, Object.fromEntries(entries));
  }
  return JSON.stringify(copy);
}

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text with a name of an object there twice, the first time with another value. */
export function duplicatedName(document: Json, random: Random): string {
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"(\w+)":/g)];
  const at = names[random.below(names.length)];
  if (at === undefined) return text;
  return `${text.slice(0, at.index)}${at[0]}${random.oneOf(["null", '"pass"', "[]"])},${text.slice(at.index)}`;
}
