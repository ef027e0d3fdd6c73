import { isHuge } from "./tally.ts";
import type { Report, RequirementReport } from "./types.ts";

/** Results, or failures, in one piece of text. */
const atOnce = 1_000;

/**
 * `report.json`, piece by piece: a million results are no string that fits into memory beside them. What a person could
 * read is indented.
 */
export function* reportJson(report: Report): Generator<string> {
  if (!isHuge(report)) {
    yield `${JSON.stringify(report, null, 2)}\n`;
    return;
  }
  const { requirements, failures, ...rest } = report;
  yield JSON.stringify(rest).slice(0, -1);
  yield ',\n"requirements":[';
  for (const [place, requirement] of requirements.entries()) yield* requirementJson(requirement, place > 0);
  yield '\n],\n"failures":[';
  yield* pieces(failures);
  yield "]\n}\n";
}

function* requirementJson({ results, ...requirement }: RequirementReport, follows: boolean): Generator<string> {
  yield `${follows ? "," : ""}\n${JSON.stringify(requirement).slice(0, -1)},"results":[`;
  yield* pieces(results);
  yield "]}";
}

function* pieces(all: readonly object[]): Generator<string> {
  for (let start = 0; start < all.length; start += atOnce) {
    const piece = JSON.stringify(all.slice(start, start + atOnce)).slice(1, -1);
    yield `${start > 0 ? "," : ""}\n${piece}`;
  }
}
