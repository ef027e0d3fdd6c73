import { posix } from "node:path";
import type { Failure, Report } from "../../model/report/index.ts";
import { newCausesOf, placesOf } from "../causes.ts";

/** A failure as CI systems show it beside a file. */
export interface Finding {
  readonly requirement: string;
  readonly title: string;
  readonly message: string;
  /** Where Terraform knows it: relative to the folder that the run was started in. */
  readonly place: Place | undefined;
  /** The same in another run that finds the same. */
  readonly fingerprint: string;
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What fails and is not known, once for each cause. */
export function findingsOf(report: Report): readonly Finding[] {
  return newCausesOf(report).flatMap(({ id, requirement, failures }) =>
    failures
      .filter(({ failure }) => failure.outcome === "fail")
      .map((same) => {
        const { scenario, expected, observed } = same.failure;
        return {
          requirement: id,
          title: requirement?.title ?? id,
          message: `${placesOf(same, report)}: expected ${expected}; observed ${observed}`,
          place: placeOf(same.failure, report),
          fingerprint: `${id}/${scenario}`,
        };
      }),
  );
}

/** The file that stands for the module where no line is known. */
export function moduleFile({ subject: { source } }: Report): string {
  return isHere(source) ? posix.join(source, "main.tf") : "main.tf";
}

/** As Terraform names a line of the module's copy, or of a template, and as a diagnosis names a line of a template. */
const inModule = /\bon \S*?modules\/\d+\/(\S+?\.tf(?:\.json)?) line (\d+)/;
const inTemplate = [/\bon (?!\S*\/)(\S+?\.tf(?:\.json)?) line (\d+)/, /\((?!\S*\.\.)(\S+?\.tf(?:\.json)?):(\d+)\)/];

function placeOf({ observed, diagnosis }: Failure, { subject, template }: Report): Place | undefined {
  const text = `${diagnosis}\n${observed}`;
  if (template !== undefined && isHere(template.source)) {
    for (const pattern of inTemplate) {
      const found = placeIn(template.source, pattern.exec(text));
      if (found !== undefined) return found;
    }
  }
  return isHere(subject.source) ? placeIn(subject.source, inModule.exec(text)) : undefined;
}

function placeIn(folder: string, found: RegExpExecArray | null): Place | undefined {
  const [, file, line] = found ?? [];
  return file === undefined ? undefined : { file: posix.join(folder, file), line: Number(line) };
}

/** A CI system shows files of its checkout alone. */
function isHere(source: string): boolean {
  return !/^\w+::|:\/\/|@|\/\//.test(source) && !posix.isAbsolute(source) && !source.startsWith("..");
}
