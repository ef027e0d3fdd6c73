/** How a module's folder is read. */
export interface Reading {
  /** Leaves states and `.terraform` out; default: a module that contains them is refused. */
  readonly ignoreState?: boolean | undefined;
  /** The root of the module's package; default: the nearest repository. */
  readonly package?: string | undefined;
  /** Called with what takes long. */
  readonly progress?: ((message: string) => void) | undefined;
}

/** A file that belongs to a module. */
export interface Entry {
  /** Relative to the module's folder, with slashes. */
  readonly name: string;
  /** Where its content is: for a link, its target. */
  readonly path: string;
}

/** Something of a module that leads to a place outside of its folder, where something is. */
export interface WayOut {
  /** The file that leads there, relative to the module's folder. */
  readonly from: string;
  /** Relative to the module's folder. */
  readonly to: string;
  readonly kind: "link" | "path";
}

/** The package of a module that reads files outside of its folder, as Terraform has it: a repository, or what a source names before `//`. */
export interface Package {
  readonly root: string;
  /** The module's folder in it, with slashes. */
  readonly folder: string;
  /** What leads out of the module's folder, and stays in the package. */
  readonly ways: readonly WayOut[];
}
