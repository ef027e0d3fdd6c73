import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** Where runs have their folders: one each, named by the run's id. */
export function runsFolder(): string {
  return join(tmpdir(), `vault-jwt-conformance-${process.getuid?.() ?? 0}`);
}

/** Whose runs these are: another user or machine may use the same Docker daemon. */
export function runOwner(): string {
  return `${hostname()}:${runsFolder()}`;
}
