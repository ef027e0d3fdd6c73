/** A block of Terraform's syntax, as far as it can be read without evaluating anything. */
export interface Block extends Body {
  readonly type: string;
  readonly labels: readonly string[];
}

/** The content of a file or of a block. */
export interface Body {
  /** The text of each argument's expression. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly blocks: readonly Block[];
}

/** Where something stands in a file. */
export interface Span {
  /** Counted from 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** An entry of an object in an expression. */
export interface Entry {
  readonly key: string;
  /** The text of its expression. */
  readonly value: string;
  readonly line: number;
}

/** An argument with the place where it stands and what its expression refers to. */
export interface Argument extends Span {
  readonly name: string;
  /** The text of its expression. */
  readonly text: string;
  /** The names of each reference: `["local", "name"]`; indexes are left out. */
  readonly references: readonly (readonly string[])[];
  /** Those of all objects in the expression. */
  readonly entries: readonly Entry[];
}

/** A block with the places where it and its arguments stand. */
export interface PlacedBlock extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  readonly arguments: readonly Argument[];
  readonly blocks: readonly PlacedBlock[];
}
