import type { Evidence } from "../../model/report/index.ts";
import type { Redactor } from "../../redaction/index.ts";
import { toolsFolder } from "../../runtime/index.ts";
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
  const all = [...new Set(words)];
  const more = all.length > mostShown ? [`and ${all.length - mostShown} more`] : [];
  // Cut after that: a part of a secret is not taken for one.
  return [...all.slice(0, mostShown).map((word) => redactor.text(word).slice(0, longest)), ...more];
}

function fileInWords({ path, before, after }: FileChange): string {
  if (after === undefined) return `${path} was removed`;
  const mode = (after.mode & 0o7777).toString(8).padStart(4, "0");
  return `${path} was ${before === undefined ? "created" : "changed"}: mode ${mode}, ${after.size} bytes`;
}
