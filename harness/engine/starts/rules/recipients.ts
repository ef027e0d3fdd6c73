import { named } from "../../../text/index.ts";
import type { StartRecord } from "../record.ts";

/** Names that every machine has itself. */
const own: readonly string[] = ["localhost", "workspace"];

/** START-06: who else than Vault and the release hosts was looked up, whether or not there is such a host, and who else got the JWT. */
export function nobodyElse({ names, hosts, recipients }: StartRecord): readonly string[] {
  const others = [...names].filter((name) => !hosts.has(name) && !own.includes(name));
  return [
    ...others.map((name) => `${named(name)} was looked up, which is neither Vault nor a release host`),
    ...recipients.map((host) => `${host} was sent the JWT`),
  ];
}
