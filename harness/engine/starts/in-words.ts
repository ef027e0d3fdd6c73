import type { Evidence } from "../../model/report/index.ts";
import type { Redactor } from "../../redaction/index.ts";
import { toolsFolder } from "../../runtime/index.ts";
import { firstOf } from "../../text/index.ts";
import { octal } from "./file-mode.ts";
import type { FileChange, Watched } from "./record.ts";

const mostShown = 100;
const longest = 300;

/** What a start was seen to do, for the evidence of a failure; secrets taken out. */
export function inWords({ changes, processes }: Watched, redactor: Redactor): NonNullable<Evidence["start"]> {
  return {
    files: shown(changes.filter(({ path }) => !isOfHarness(path)).map(fileInWords), redactor),
    processes: shown(
      processes.map(({ args }) => args.join(" ").replace(/\s+/g, " ")).filter((line) => !isOfHarness(line)),
      redactor,
    ),
  };
}

/** What stands in for sudo in workspaces, and what looks at them. */
const ofHarness: readonly string[] = [`${toolsFolder}/`, "/run/sudo"];

const isOfHarness = (text: string): boolean => ofHarness.some((part) => text.includes(part));

function shown(words: readonly string[], redactor: Redactor): readonly string[] {
  // Cut once secrets are out: a part of a secret is not taken for one.
  return firstOf(words, mostShown).map((word) => redactor.text(word).slice(0, longest));
}

function fileInWords({ path, before, after }: FileChange): string {
  if (after === undefined) return `${path} was removed`;
  return `${path} was ${before === undefined ? "created" : "changed"}: mode ${octal(after)}, ${after.size} bytes`;
}
