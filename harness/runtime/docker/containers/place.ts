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
  /** The addresses of the names in its network, for daemons that answer for none. */
  readonly addresses: Map<string, string>;
  /** The addresses of relays, which answer for names outside of its network. */
  readonly nameServers: string[];
}
