import { execa } from "execa";
import { launcher } from "../command-line/sandbox.ts";

const helps = new Map<string, Promise<string>>();

/**
 * The commands and options of the harness that a shell text names and its help does not know, as lines for an assertion.
 * Commands are those after `vault-jwt-conformance` or a function `conform`.
 */
export async function usedOptions(text: string): Promise<readonly string[]> {
  const joined = text.replaceAll("\\\n", " ");
  const calls = [...joined.matchAll(/(?:vault-jwt-conformance|\bconform) ([a-z]+)\b([^\n|;]*)/g)];
  const unknown = await Promise.all(calls.map(([, command = "", rest = ""]) => unknownOf(command, rest)));
  return unknown.flat();
}

async function unknownOf(command: string, rest: string): Promise<readonly string[]> {
  const help = await helpOf(command);
  if (!help.includes(`vault-jwt-conformance ${command} `)) return [`there is no command ${command}`];
  const options = [...rest.matchAll(/(?<=\s"?)--[a-z][a-z-]*/g)].map(([option]) => option);
  return options.filter((option) => !help.includes(`${option} `)).map((option) => `${command} has no ${option}`);
}

async function helpOf(command: string): Promise<string> {
  const asked =
    helps.get(command) ??
    execa(process.execPath, [launcher, command, "--help"], { reject: false }).then(({ stdout }) => stdout);
  helps.set(command, asked);
  return await asked;
}
