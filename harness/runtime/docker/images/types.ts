import type { RunScope } from "../../types.ts";

/** What the making of images is told. */
export interface ImageOptions {
  readonly run: RunScope;
  /** Nothing is fetched: what the daemon has has to do. */
  readonly offline: boolean;
  /** Called before everything that takes time. */
  readonly progress: (message: string) => void;
}
