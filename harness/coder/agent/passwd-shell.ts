import type { Machine } from "../../runtime/index.ts";

/**
 * The seventh field of the user's line in /etc/passwd, and `$SHELL` of the agent only where there is no such line
 * (rule 6.7). `undefined` where there is neither.
 */
export async function passwdShell(
  machine: Machine,
  { USER, SHELL }: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const passwd = String((await machine.readFile("/etc/passwd")) ?? "");
  const line = passwd.split("\n").find((entry) => entry.startsWith(`${USER}:`));
  return line === undefined ? SHELL : line.split(":")[6];
}
