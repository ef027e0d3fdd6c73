import { sudoBroker, sudoFolder } from "./sudo.ts";

/** The folders that only root of a workspace may change: its user sees them read-only. */
const systemFolders = ["/", "/usr/local", "/etc", "/run"];

/**
 * A bash script for root of a sandbox: `sandbox PROGRAM…` runs the program as the workspace's user, who has no
 * privilege, cannot look into /root and finds the system's folders read-only.
 */
export const isolateUser: string = `
exec unshare --mount -- /bin/bash -pc '
  PATH=/usr/sbin:/usr/bin:/sbin:/bin
  while read -r _ _ _ _ at flags _; do
    case " ${systemFolders.join(" ")} " in
      *" $at "*) mount -n -o "remount,bind,$flags,ro" "$at" || exit ;;
    esac
  done < /proc/self/mountinfo
  if [ -d /root ]; then mount -n -t tmpfs -o ro,mode=0000 tmpfs /root || exit; fi
  exec unshare --user --map-user=1000 --map-group=1000 -- "$@"
' "$0" "$@"
`;

/**
 * Root of the workspace: in a user namespace below the one in which its file system was made, so that what is
 * read-only stays so. It starts the user's side, answers \`sudo\`, and says \`ready ROOT USER\`: the two processes whose
 * namespaces commands run in.
 */
const root = `
exec 5<&0 < /dev/null
{ cat <&5 > /dev/null; kill -KILL $$; } &
exec 5<&-
mkfifo -m 0600 /run${sudoFolder}/queue
exec 3<> /run${sudoFolder}/queue
exec 4< <(exec /bin/bash -pc "$1" user /bin/bash -pc 'echo; exec sleep infinity > /dev/null' 3<&-)
user=$!
read -r -u 4 || exit 1
exec 4<&-
echo "ready $$ $user"
${sudoBroker}
`;

/** Runs a program as a root for whom everything that was mounted before, and how, is fixed. */
export const lockedRoot: readonly string[] = ["/usr/bin/unshare", "--user", "--map-root-user", "--mount", "--"];

/** Process 1 of a workspace: lives as long as its standard input is open, and takes everything with it. */
export const workspaceInit: readonly string[] = [
  ...["/bin/bash", "-pc", '"$@"; exit', "workspace"],
  ...[...lockedRoot, "/bin/bash", "-pc", root, "root", isolateUser],
];
