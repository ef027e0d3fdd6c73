import { stripVTControlCharacters } from "node:util";

/** What may stand before each line of a log, such as a time and the name of a module, in characters. */
const longestPrefix = 40;
const longestLine = 10_000;
/** The right side of a box around a message. */
const frame = /[\s│┃║|]+$/u;

/** Whether a log holds a text, whatever its case and quoting, at whatever column it breaks and whatever stands before its lines. */
export function holdsText(log: string, text: string): boolean {
  const wanted = solid(text);
  if (wanted === "") return true;
  const lines = unquoted(stripVTControlCharacters(log))
    .split("\n")
    .map((line) => solid(line.replace(frame, "")));
  let begun: readonly number[] = [];
  for (const line of lines) {
    if (line === "") continue;
    if (line.includes(wanted)) return true;
    const reached = [
      ...new Set([...begun.flatMap((length) => continued(line, wanted, length)), ...started(line, wanted)]),
    ];
    if (reached.includes(wanted.length)) return true;
    begun = reached;
  }
  return false;
}

/**
 * The part of Vault's reason that tells this cause from others. Vault puts what it was doing before it, each with a colon:
 * `error validating token: invalid audience (aud) claim: audience claim does not match any bound audience`.
 */
export function distinctivePart(reason: string): string {
  const parts = reason.trim().split(/:\s+/);
  const last = parts.at(-1) ?? "";
  return last.length >= fewestDistinctive ? last : parts.slice(-2).join(": ");
}

const fewestDistinctive = 12;

/** The lines of a log that another one does not have, where what differs from start to start counts for nothing. */
export function linesBeyond(log: string, other: string): readonly string[] {
  const known = new Set(other.split("\n").map(withoutValues));
  return log.split("\n").filter((line) => line.trim() !== "" && !known.has(withoutValues(line)));
}

/** Addresses, paths, versions, ids, times, numbers and quoted words; a quoted sentence is what a log in JSON says. */
function withoutValues(line: string): string {
  return line
    .replace(/\b[a-z]+:\/\/\S+/gi, "")
    .replace(/(?<!\w)["'`«“]\S*?["'`»”](?!\w)/g, "")
    .replace(/\S*[\d/]\S*/g, "")
    .replace(/[\W_]+/gu, " ")
    .trim()
    .toLowerCase();
}

function unquoted(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(["nrt])/g, (_, mark) => (mark === '"' ? '"' : "\n"))
    .replace(/\r/g, "\n");
}

const solid = (text: string) => text.replace(/\s+/g, "").slice(0, longestLine).toLowerCase();

/** How much of a text has been read after this line, if so much of it was at the end of the line before. */
function continued(line: string, text: string, length: number): readonly number[] {
  const rest = text.slice(length);
  const lengths: number[] = [];
  for (let at = 0; at <= Math.min(longestPrefix, line.length - 1); at++) {
    if (line.startsWith(rest, at)) lengths.push(text.length);
    else if (rest.startsWith(line.slice(at))) lengths.push(length + line.length - at);
  }
  return lengths;
}

/** How much of a text's beginning is at the end of this line. */
function started(line: string, text: string): readonly number[] {
  const lengths: number[] = [];
  for (let length = Math.min(line.length, text.length - 1); length > 0; length--)
    if (line.endsWith(text.slice(0, length))) lengths.push(length);
  return lengths;
}
