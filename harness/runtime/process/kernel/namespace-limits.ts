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

/** Leaves one user namespace to be made, for somebody who is no root, and forbids all others, as above. */
const forbidOthers = `
for limit in /proc/self/fd/9/user/max_*_namespaces; do
  case $limit in */max_user_namespaces) echo 1 ;; *) echo 0 ;; esac > "$limit" || exit
done
exec 9<&-
`;

/** The user `nobody` of every system: programs look up the name of who runs them. */
const nobody = ["--map-user=65534", "--map-group=65534"];

/**
 * Runs a program in a sandbox as a root who can make no namespaces, change no mounts and has none of root's rights over
 * the kernel; or as a person, who has no rights at all.
 */
export function withoutNamespaces(program: readonly string[], as: "root" | "person" = "root"): readonly string[] {
  const lines = as === "root" ? forbidNamespaces : forbidOthers;
  const become = as === "root" ? [] : ["/usr/bin/unshare", "--user", ...nobody, "--"];
  const run = [...become, ...restricted(), ...program];
  return ["/usr/bin/unshare", ...lockedRoot, "/bin/bash", "-pc", `${lines}exec "$@"`, "locked", ...run];
}
