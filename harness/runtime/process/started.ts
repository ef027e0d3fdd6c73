import { bounds } from "../bounds.ts";
import { tool } from "../tools.ts";
import type { Command } from "../types.ts";
import { onTheWay, restrictedInWorkspace } from "./kernel/index.ts";

/** How a command is started once its workspace is entered. */
export interface Started {
  readonly argv: readonly string[];
  /** Of the programs that lead to it, which know none of its variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The last steps to a command: its folder, its mask, its bounds, its environment, and what it may ask of the kernel. */
export function started({ argv, cwd, umask = "022", environment }: Command & { readonly cwd: string }): Started {
  const restricted = restrictedInWorkspace(cwd, umask);
  if (restricted.length > 0) {
    return { argv: [...restricted, ...argv], environment: onTheWay(environment) };
  }
  return unrestricted({ argv, cwd, umask, environment });
}

/** Variables by which someone decides what a program of the system does before its first line. */
const decisive =
  /^(?:LD_|GLIBC_|GCONV_|MALLOC_|LOCPATH$|NLSPATH$|OLDPWD$|PWD$|ENV$|IFS$|PS4$|POSIXLY_CORRECT$)|^(?![A-Za-z_]\w*$)/;

/** Without what loads a filter. The shell sets PWD, and keeps no names that it could not give itself. */
function unrestricted({
  argv,
  cwd,
  umask,
  environment,
}: Required<Pick<Command, "argv" | "cwd" | "umask" | "environment">>): Started {
  const entries = Object.entries(environment);
  const late = entries.filter(([name]) => decisive.test(name)).map(([name, value]) => `${name}=${value}`);
  const script = `umask "$0" && ulimit -n ${bounds.files} && ulimit -d ${bounds.processMemory / 1024} && exec "$@"`;
  return {
    argv: [tool("sh"), "-c", script, umask, tool("env"), "-C", cwd, "-u", "PWD", "--", ...late, ...argv],
    environment: Object.fromEntries(entries.filter(([name]) => !decisive.test(name))),
  };
}
