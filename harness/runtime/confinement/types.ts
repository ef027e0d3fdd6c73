/** What every kind of sandbox has. */
interface Sandboxed {
  /** The folder that stands for /etc. */
  readonly etc: string;
  /** Plans and applies have the network of this machine too. */
  readonly network: boolean;
  /** Nothing is fetched either. */
  readonly offline: boolean;
}

/** What containers for Terraform take. */
export interface Containers {
  /** The Docker CLI, by its absolute path, with the options that lead to the daemon. */
  readonly docker: readonly string[];
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whom Terraform runs as. */
  readonly owner: number;
}

/** How Terraform is kept apart from this machine in a run; plain data, given to every worker. */
export type Confinement =
  | (Sandboxed & {
      readonly kind: "bubblewrap" | "unshare";
      /** The process that keeps the user and network namespaces of the run's Terraform. */
      readonly holder: number;
      /** Whom Terraform runs as where the harness is root, as this machine counts; default: the harness's own user. */
      readonly owner?: number;
      /** Terraform can make no user namespace of its own. */
      readonly isLocked: boolean;
    })
  | (Sandboxed & Containers & { readonly kind: "container" })
  | {
      readonly kind: "unsandboxed";
      /** Why, a clause without a full stop. */
      readonly reason: string;
      /** An empty folder, for a home. */
      readonly home: string;
    };

/** A file or folder that a confined command reads. */
export interface Lent {
  readonly from: string;
  /** Where the command finds it. */
  readonly to: string;
}

/** A command that is confined. */
export interface Confined {
  /** The program by an absolute path, and its arguments. */
  readonly argv: readonly string[];
  /** Where it runs: the one folder of the run that it sees, at the path that it has outside. */
  readonly folder: string;
  /** Whether it may write to the folder. */
  readonly writes: boolean;
  /** Whether it fetches, and has the network of this machine for that; otherwise it has none. */
  readonly network: boolean;
  readonly reads: readonly Lent[];
  /** The names of its variables. */
  readonly variables: readonly string[];
  /** A name of its own. */
  readonly name: string;
}
