import { HarnessFault } from "../errors/index.ts";

/** How long the harness waits, in milliseconds. */
export const limits = {
  /** A server answers after its start. */
  serverReady: 20_000,
  /** A Coder server answers after its start, with a database that it makes and fills. */
  coderReady: 120_000,
  /** A job of a Coder server's provisioner daemon: an import of a template, or a build. */
  coderJob: 180_000,
  /** A line that a server has written arrives in the harness. */
  auditLine: 10_000,
  /** A real agent connects after its start, and asks for its manifest. */
  agentReady: 20_000,
  /** A line of a log that a real agent has written to its file arrives in the harness. */
  logLine: 1_500,
  /** A start script: far more than one takes, and less than the scenario's own time. */
  script: 60_000,
  /** A command in a shell of the workspace. */
  shell: 20_000,
  /** One command of Terraform in a build. */
  terraform: 60_000,
  /** A whole scenario, in which several starts may each come to their limit. */
  scenario: 600_000,
  /** A process that was killed is gone. */
  processEnd: 2_000,
  /** Between two probes of something that cannot announce itself. */
  interval: 10,
} as const;

export interface Wait {
  /** What is waited for, as in "waited 20 s for …". */
  readonly what: string;
  readonly limit: number;
  /** Resolves when another probe is worth while; default: after {@link limits.interval}. */
  readonly changed?: () => Promise<void>;
  /** The last lines of a log, for the error. */
  readonly log?: () => readonly string[];
}

/**
 * Probes until the answer is not `undefined`, and gives that answer.
 *
 * @throws HarnessFault `waiting.limit` with the last lines of the log
 */
export async function poll<T>(probe: () => Promise<T | undefined> | T | undefined, wait: Wait): Promise<T> {
  const started = performance.now();
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    const left = wait.limit - (performance.now() - started);
    if (left <= 0) throw outOfTime(wait);
    await Promise.race([wait.changed?.() ?? pause(limits.interval), pause(Math.min(left, 250))]);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function outOfTime(wait: Wait): HarnessFault {
  const log = wait.log?.().slice(-10).join("\n") ?? "";
  const said = log === "" ? "" : `; its last lines:\n${log}\n`;
  return new HarnessFault(
    "waiting.limit",
    `Waited ${wait.limit / 1000} s for ${wait.what}${said}.`,
    "Check whether the machine is overloaded; otherwise report this as a defect of the harness.",
    { what: wait.what, limit: wait.limit, log },
  );
}
