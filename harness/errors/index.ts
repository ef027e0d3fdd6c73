/** Exit statuses of the command line; see the README's table. */
export const exitStatus = {
  conforms: 0,
  doesNotConform: 1,
  wrongInput: 2,
  cannotRunHere: 3,
  harnessFailed: 4,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Facts of a failure, for a caller that acts on them instead of on the text. */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * A failure that someone can act on: what is wrong and what to do, one sentence each.
 * `code` is stable; the texts are not.
 */
export class HarnessError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly status: ExitStatus;
  readonly facts: Facts;

  constructor(code: string, problem: string, remedy: string, status: ExitStatus, facts: Facts = {}, cause?: unknown) {
    super(problem, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.remedy = remedy;
    this.status = status;
    this.facts = facts;
  }
}

/** The command, or a file it was given, is wrong (exit status 2). */
export class WrongInput extends HarnessError {
  constructor(code: string, problem: string, remedy: string, facts: Facts = {}, cause?: unknown) {
    super(code, problem, remedy, exitStatus.wrongInput, facts, cause);
  }
}

/** This machine lacks something that the run needs (exit status 3). */
export class CannotRunHere extends HarnessError {
  constructor(code: string, problem: string, remedy: string, facts: Facts = {}, cause?: unknown) {
    super(code, problem, remedy, exitStatus.cannotRunHere, facts, cause);
  }
}

/** The harness itself could not do its part (exit status 4). Never the subject's fault. */
export class HarnessFault extends HarnessError {
  constructor(code: string, problem: string, remedy: string, facts: Facts = {}, cause?: unknown) {
    super(code, problem, remedy, exitStatus.harnessFailed, facts, cause);
  }
}
