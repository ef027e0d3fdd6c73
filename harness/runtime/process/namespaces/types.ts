import type { View } from "../view/index.ts";

/** A way to isolate processes without root: each gives the command line that runs a program isolated. */
export interface Means {
  readonly name: "bubblewrap" | "unshare";
  /** In user and network namespaces of its own, as their root, with a loopback interface that is up and no other. */
  network(program: readonly string[]): readonly string[];
  /**
   * With its own file system and processes, as process 1 and root of these, in a network made before.
   * `{"child-pid": N}`, the program's process id as the caller counts, is written to descriptor 3. The program finds
   * the kernel's settings, writable, at descriptor 9, to forbid namespaces and close it before it runs what others
   * have written.
   */
  layered(view: View, program: readonly string[]): readonly string[];
  /** The same, with no namespaces and mounts left to make. */
  sandbox(view: View, program: readonly string[]): readonly string[];
}
