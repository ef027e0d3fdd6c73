import type { Fetched } from "../cache/index.ts";
import type { ArtifactOptions } from "../types.ts";

/** One way to get a file. */
export interface Way {
  readonly origin: Fetched;
  /** As it reads in a sentence, such as `the official releases`. */
  readonly from: string;
  /** Finds out whether it is there, without fetching it; throws what {@link Way.fetch} would throw. */
  readonly look: (options: ArtifactOptions) => Promise<unknown>;
  /** Writes the verified file to `target`, whose folder is free for what else is needed; throws where it cannot. */
  readonly fetch: (target: string, options: ArtifactOptions) => Promise<void>;
}
