import { linesOf } from "../../text/index.ts";

const longest = 1000;

/** The lines of a text, none of them longer than a page can show. */
export function cutLines(text: string): readonly string[] {
  return linesOf(text).map((line) => cut(line));
}

/** A text that is no longer than a page can show. */
export function cut(text: string, room: number = longest): string {
  const more = text.length - room;
  return more <= 0 ? text : `${text.slice(0, room)} … (${more} more characters are in report.json)`;
}
