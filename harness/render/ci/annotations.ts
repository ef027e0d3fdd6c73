import type { Report } from "../../model/report/index.ts";
import { visible } from "../../text/index.ts";
import { findingsOf } from "./findings.ts";

/** GitHub shows so many of a step. */
const shown = 10;

/**
 * Renders what fails as GitHub's workflow commands, a line each. Nothing that a module said can begin a command of its own.
 * Source: GitHub's documentation, "Workflow commands for GitHub Actions".
 */
export function renderAnnotations(report: Report): readonly string[] {
  return findingsOf(report)
    .slice(0, shown)
    .map(({ requirement, title, message, place }) => {
      const where = place === undefined ? [] : [`file=${property(place.file)}`, `line=${place.line}`];
      return `::error ${[...where, `title=${property(`${requirement}: ${title}`)}`].join(",")}::${data(message)}`;
    });
}

function data(text: string): string {
  return visible(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
