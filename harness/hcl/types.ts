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
