import { type ExitStatus, exitStatus } from "../../errors/index.ts";
import { print } from "../../text/index.ts";
import { type CheckedRequirement, readCatalogue } from "./catalogue.ts";

const indent = 11;

/** Prints the catalogue, with the scenarios that check each requirement. */
export async function list(json: boolean): Promise<ExitStatus> {
  const entries = readCatalogue();
  print(process.stdout, json ? JSON.stringify(entries, undefined, 2).split("\n") : entries.flatMap(toLines));
  return exitStatus.conforms;
}

function toLines({ id, title, profile, tokens, basis, scenarios }: CheckedRequirement): readonly string[] {
  const below = [[profile, tokens.join(", "), ...scenarios].join("; "), `basis: ${basis}`];
  return [`${id.padEnd(indent)}${title}`, ...below.map((line) => " ".repeat(indent) + line)];
}
