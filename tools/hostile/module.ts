/** A module that does what none should, as data. */
export interface HostileModule {
  readonly name: string;
  /** One sentence. */
  readonly tries: string;
  /** What must not come of it, beside all that the canary looks at after each run. */
  readonly mustNot: string;
  /**
   * Where its code acts: the start script as the workspace's user or as its root, a `local-exec` of an apply, the
   * configuration (HCL, read at plan), or the files of the package.
   */
  readonly where: "start" | "sudo" | "apply" | "plan" | "package";
  /** Bash by guest/prelude.sh; HCL for `plan`; for `package` bash that the author runs in the module's folder. */
  readonly act: string;
  /** It disturbs what else a run does, so it has one of its own. */
  readonly alone?: true;
  /** Among the quick ones although it is alone. */
  readonly quick?: true;
  /** Its output goes where the script's own does. */
  readonly speaks?: true;
  /** The module's own work goes on after the act; else the script, or the apply, fails. */
  readonly goesOn?: true;
  /** A scenario that must not pass with it. */
  readonly mustFail?: true;
  /** Default: LOGIN-01. */
  readonly scenario?: string;
  /** Only on this runtime. */
  readonly runtime?: "docker" | "process";
}
