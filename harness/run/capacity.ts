import { availableParallelism } from "node:os";

/**
 * Bytes that a scenario needs at most while it runs: a Vault, an issuer and a workspace with what runs in it, and
 * Terraform with a provider, measured by `npm run bench`; and Coder's own agent, which takes 63 MiB.
 */
const perJob = 670 * 1024 * 1024;

/** What a Coder server with its database takes beside that, while it builds. */
const perCoderServer = 350 * 1024 * 1024;

/** What the harness itself needs, and the scenarios that wait for a time limit beside the others. */
const reserve = 1024 * 1024 * 1024;

/**
 * How many scenarios this machine can run at a time without more than its memory; one in any case. By default one more
 * than it has cores, as each waits now and then.
 */
export function jobsThatFit(wanted: number = availableParallelism() + 1, hasCoderServers = false): number {
  const each = perJob + (hasCoderServers ? perCoderServer : 0);
  const fitting = Math.floor((process.availableMemory() - reserve) / each);
  return Math.max(1, Math.min(wanted, fitting));
}
