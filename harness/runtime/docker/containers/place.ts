import type { Host } from "../daemon/index.ts";
import type { Images } from "../images/index.ts";

/** Where a container is started, and what it carries. */
export interface Place {
  readonly host: Host;
  readonly images: Images;
  /** Of the run, on everything that it starts. */
  readonly labels: Readonly<Record<string, string>>;
  /** The name of its network. */
  readonly network: string;
}
