import { restricted } from "./restriction.ts";

/**
 * Options by which `unshare` gives a root for whom everything that was mounted before, and how, is fixed; and whose
 * limits hold for everything that it makes.
 */
export const lockedRoot: readonly string[] = ["--user", "--map-root-user", "--mount", "--"];

/**
 * Lines of a bash script by which a root whose user namespace is its own forbids further namespaces of every kind, for
 * itself and everything below: the kernel counts them up the hierarchy. The limits are written through the folder at
 * descriptor 9, since /proc/sys is read-only in every sandbox: nobody inside can write them again.
 */
export const forbidNamespaces = `
for limit in /proc/self/fd/9/user/max_*_namespaces; do echo 0 > "$limit" || exit; done
exec 9<&-
`;

/** Runs a program in a sandbox as a root who can make no namespaces, change no mounts and has none of root's rights over the kernel. */
export function withoutNamespaces(program: readonly string[]): readonly string[] {
  const script = `${forbidNamespaces}exec "$@"`;
  return ["/usr/bin/unshare", ...lockedRoot, "/bin/bash", "-pc", script, "locked", ...restricted(), ...program];
}
