import { randomUUID } from "node:crypto";
import { type Command, type CommandResult, type Machine, tool } from "../../runtime/index.ts";
import { type Bounds, runBounded } from "./bounded.ts";
import { passwdShell } from "./passwd-shell.ts";
import { excessOf, noShell, outputLimit } from "./script.ts";

type Environment = Readonly<Record<string, string>>;

/** A shell's answer. */
export interface Answer extends CommandResult {
  /** As in a script's run. */
  readonly excess?: string;
}

/** What one kind of session answered. */
export interface SessionAnswer {
  /** Such as "an editor's terminal". */
  readonly kind: string;
  readonly exitCode: number;
  /** Both streams in the order in which they came. */
  readonly output: string;
}

/** What every session of an agent begins with. */
export interface SessionPlace {
  /** Of the agent's own process. */
  readonly own: Environment;
  /** Of every command. */
  readonly environment: Environment;
  /** In full, or `""` for the home. */
  readonly directory: string;
  readonly umask: string | undefined;
  /** How long a shell may take before the harness ends it, in milliseconds. */
  readonly patience: Bounds["milliseconds"];
}

/** The shells that people open in a workspace. */
export interface Sessions {
  command(text: string): Promise<Answer>;
  terminal(text: string): Promise<Answer>;
  /**
   * Opens a session of each kind (rule 7.4) with one command, one after the other, in one run of the machine; `first` runs
   * before them.
   */
  each(text: string, first?: string): Promise<readonly SessionAnswer[]>;
  /** Where a command starts now, and with what. */
  place(): Promise<Omit<Command, "argv">>;
  /** Ends all that are open, and opens no other. */
  close(): Promise<void>;
}

export function createSessions(machine: Machine, at: SessionPlace): Sessions {
  const { own, environment, directory, umask, patience } = at;
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const place = async (): Promise<Omit<Command, "argv">> => ({
    environment,
    cwd: await workingDirectory(machine, directory),
    ...(umask === undefined ? {} : { umask }),
  });
  const open = async (options: readonly string[], command: Partial<Command> = {}): Promise<Answer> => {
    if (closing.signal.aborted) return shuttingDown;
    // A script may change it, and Coder looks at each opening of a shell (rule 6.7).
    const [shell, where] = await Promise.all([passwdShell(machine, own), place()]);
    if (shell === undefined) return withoutShell;
    const bounds = { milliseconds: patience, bytes: outputLimit };
    const argv = [shell, ...options];
    const called = { ...where, ...command, argv, signal: closing.signal };
    const session = runBounded(machine, { ...called, environment: { SHELL: shell, ...called.environment } }, bounds);
    running.add(session);
    try {
      const answer = await session;
      return { ...answer, ...excessOf(answer, patience) };
    } catch (error) {
      if (closing.signal.aborted) return shuttingDown;
      throw error;
    } finally {
      running.delete(session);
    }
  };
  return {
    command: (text) => open(["-c", text]),
    terminal: async (text) =>
      asOnATerminal(await open(["-l", "-i", "-c", text], { environment: { ...environment, TERM: terminalKind } })),
    async each(text, first = ":") {
      const [shell, where] = await Promise.all([passwdShell(machine, own), place()]);
      if (shell === undefined) return [];
      const boundary = `== ${randomUUID()} `;
      const lines = sessionKinds.map(
        ({ options }) => `"$1" ${options} "$2" 2>&1 < /dev/null; printf '\n%s%s\n' '${boundary}' "$?"`,
      );
      const argv = [tool("sh"), "-c", [first, ...lines].join("\n"), "sessions", shell, text];
      const bounds = { milliseconds: patience * sessionKinds.length, bytes: outputLimit };
      const inTerminal = { SHELL: shell, ...environment, TERM: terminalKind };
      const { output } = await runBounded(machine, { ...where, argv, environment: inTerminal }, bounds);
      const parts = output.split(`\n${boundary}`);
      return sessionKinds.map(({ kind }, at) => ({
        kind,
        exitCode: Number.parseInt(parts[at + 1] ?? "255", 10),
        output: (parts[at] ?? "").replace(/^\d+\n/, "").replace(ofNoTerminal, ""),
      }));
    },
    place,
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

const terminalKind = "xterm-256color";

/** All kinds of session, and how each starts the person's shell. */
const sessionKinds = [
  { kind: "the web terminal or `coder ssh`", options: "-l -i -c" },
  { kind: "`coder ssh -- command`", options: "-c" },
  { kind: "an editor's terminal", options: "-i -c" },
] as const;

/** What interactive shells say where there is no terminal; Coder gives them one (rule 7.4). */
const ofNoTerminal =
  /^\S+: (?:cannot set terminal process group \(-?\d+\): .*|no job control in this shell|(?:\d+: )?can't access tty; job control turned off)\n/gm;

function asOnATerminal({ stderr, output, ...answer }: Answer): Answer {
  return { ...answer, stderr: stderr.replace(ofNoTerminal, ""), output: output.replace(ofNoTerminal, "") };
}

function refused(problem: string, exitCode: number): Answer {
  return { exitCode, stdout: "", stderr: `${problem}\n`, output: `${problem}\n` };
}

/** What the client says (rule 9.5). */
const shuttingDown: Answer = refused("agent is shutting down", 1);
/** The session's own failure (rules 6.7, 7.5). */
const withoutShell: Answer = refused(noShell, 229);

/** The agent's `dir` if it is there at that moment, else the home (rule 6.6). */
async function workingDirectory(machine: Machine, path: string): Promise<string> {
  const { home, environment } = machine;
  if (path === "") return home;
  const absolute = path.startsWith("/") ? path : `${home}/${path}`;
  const found = await machine.run({ argv: ["/bin/sh", "-c", '[ -d "$0" ]', absolute], environment, cwd: "/" });
  return found.exitCode === 0 ? absolute : home;
}
