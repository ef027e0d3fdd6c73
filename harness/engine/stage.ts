import type { Finding } from "../model/index.ts";
import type { ReleaseServer } from "../releases/index.ts";
import type { TokenKind } from "../run/index.ts";
import type { Site } from "./site.ts";
import type { CoderStage, VaultStage } from "./stages/index.ts";

/** A Vault, a Coder, and the kind of token to log in with. */
export interface OpenStage {
  readonly token: TokenKind;
  readonly vault: VaultStage;
  readonly coder: CoderStage;
  readonly releases: ReleaseServer;
  readonly site: Site;
  /** Says in the report what a reader should know and no verdict says, in a sentence. */
  readonly note: (sentence: string) => void;
  /**
   * Says what the scenario rests on from here on: where an assertion that follows fails, and the module does not do what
   * is assumed, the result is `blocked`. A pass where a control does not hold is `blocked` too.
   */
  readonly assume: (...assumptions: readonly Assumption[]) => void;
}

/** What the body of a scenario gets. */
export interface Stage extends OpenStage {
  /** The log of the start that shows an assumption, for a comparison. Called before the scenario makes anything. */
  readonly logOf: (assumption: Assumption) => Promise<string>;
  /** What the starts that show assumptions did, of which the scenario's requirement is about. */
  readonly findings: (...assumptions: readonly Assumption[]) => Promise<readonly Finding[]>;
}

/** What scenarios rest on: a behaviour of the module that another requirement is about. */
export interface Assumption {
  /** The id of that requirement. */
  readonly requirement: string;
  /** A pass rests on it too: that something is refused, or never happens, says nothing of a module that does nothing. */
  readonly isControl?: true;
  /** `none` where it is tried with whatever token the module takes; default: the scenario's kind. */
  readonly token?: "none";
  /** Shows the behaviour; an assertion fails where the module does not have it. Gives the log of the start that showed it. */
  readonly show: (stage: OpenStage) => Promise<string>;
}
