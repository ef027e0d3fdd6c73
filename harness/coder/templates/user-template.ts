/** What is known of a user's own template, as plain data. */
export interface UserTemplate {
  /** The name of the module block that calls the subject. */
  readonly call: string;
  /** The arguments that it gives. */
  readonly given: readonly string[];
  /** What stands for its inputs where a scenario leaves them out: the subject's own defaults, as expressions. */
  readonly defaults: Readonly<Record<string, string>>;
  /** The name of the agent that the subject's script is for, where it is declared in the template's root. */
  readonly agent?: string;
  /** What is built of the template; everything where it is empty. */
  readonly targets: readonly string[];
  /** The agents that something depends on which is not built. */
  readonly attached: readonly string[];
  /** Why a stop leaves what the module has made, whatever the module does. */
  readonly stop?: string;
  /** The file and the line of what may decide a scenario, by address: `coder_agent.main.env.NAME`, `module.vault.count`. */
  readonly places: Readonly<Record<string, string>>;
  /** What of the template's own an agent does without, by address. */
  readonly without?: readonly string[];
  /** What was chosen of the template's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}
