import type { Cell, UsedProgram } from "../../model/index.ts";
import { named } from "../../text/index.ts";

/** Options that put something of the user's own in the place of what is judged, or of what it is judged with. */
const replacing = ["--vault-binary", "--providers", "--template", "--server-defect"];

/**
 * Why a cell is not genuine, a sentence each; none where it is. The harness must have verified the download of its server
 * and CLI, and no option may replace a part of the run. Terraform is not among that: most have their own on PATH, and the
 * report says which it was.
 */
export function doubtsAbout(cell: Cell): readonly string[] {
  const { server, cli, overrides = [] } = cell;
  const isServersOwn = cli.sha256 !== undefined && cli.sha256 === server.sha256;
  return [
    ...doubtsAboutProgram("server", server),
    ...(isServersOwn ? [] : doubtsAboutProgram("CLI", cli)),
    ...overrides.filter((word) => replacing.some((option) => word.split(" ")[0] === option)).map(replaced),
  ];
}

function doubtsAboutProgram(what: string, program: UsedProgram): readonly string[] {
  const { name, version, origin, image } = program;
  const which = `The ${what} ${named(name)} ${named(version)}${contentOf(program)}`;
  if (origin === undefined) return [`${which} is of unknown origin: the report does not say where it came from.`];
  if (origin === "named") return [`${which} is an executable that an option named.`];
  if (origin === "path") return [`${which} was found on PATH, where nothing verified it.`];
  if (origin === "image" && image === undefined) return [`${which} came from an image of no known registry.`];
  return [];
}

function contentOf({ sha256 }: UsedProgram): string {
  return sha256 === undefined ? "" : ` (sha256 ${sha256.slice(0, 12)}…)`;
}

function replaced(word: string): string {
  return `The option ${named(word)} replaced a part of the run.`;
}

/** What a cell says of itself that a genuine one does not; nothing of a report that says nothing about origins. */
export function knownDoubtsAbout(cell: Cell): readonly string[] {
  const saysNothing = cell.server.origin === undefined && cell.overrides === undefined;
  return saysNothing ? [] : doubtsAbout(cell);
}
