import { stringify } from "yaml";
import type { Pins } from "../../harness/artifacts/pins/index.ts";

const header = `# Digest and origin of everything that is downloaded, see docs/artifacts.md.
# Renewed by \`npm run artifacts -- update\`.
`;

/** The text of a lock file: the same pins give the same text. */
export function render({ schemaVersion, files, programs, modules, images }: Pins): string {
  const pins = {
    schemaVersion,
    files: sorted(files),
    programs: sorted(programs),
    modules: sorted(modules),
    images: sorted(images),
  };
  return header + stringify(pins, { lineWidth: 0 });
}

function sorted<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => compare(a, b)));
}
