import { basename, dirname } from "node:path";
import { agents } from "../agents.ts";
import { bounds } from "../bounds.ts";
import { tool, toolsFolder } from "../tools.ts";
import type { MachineSpec } from "../types.ts";
import { forbidNamespaces, lockedRoot, restrictedInWorkspace } from "./kernel/index.ts";
import { lacksSudo, pathsOf, sudoBroker, sudoFolder } from "./view/index.ts";

/** The harness's own tools first; the machine's programs where they have not been brought. */
const path = `${toolsFolder}:/usr/sbin:/usr/bin:/sbin:/bin`;

/** The folders that only root of a workspace may change: its user sees them read-only. */
const systemFolders = ["/", "/usr/local", "/etc", "/run", "/dev"];

/**
 * A bash script for root of a sandbox: `sandbox PROGRAM…` runs the program as the workspace's user, who has no
 * privilege, cannot look into /root and finds the system's folders read-only.
 */
export const isolateUser = (bash: string): string => `
PATH=${path}
exec unshare --mount -- ${bash} -pc '
  PATH=${path}
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
 * read-only stays so. It starts the user's side, forbids further namespaces, says `ready ROOT USER`, the two
 * processes whose namespaces commands run in, gives up what it needs no more, and answers `sudo` where there is one.
 */
const root = (bash: string, answers: boolean) => `
PATH=${path}
exec 5<&0 < /dev/null
{ exec 9<&-; cat <&5 > /dev/null; kill -KILL $$; } &
exec 5<&-
${answers ? queue : ""}
exec 4< <(exec ${bash} -pc "$1" user ${bash} -pc '${resident}' 3<&- 9<&-)
user=$!
read -r -u 4 || exit 1
exec 4<&-
${forbidNamespaces}
echo "ready $$ $user"
exec ${restrictedInWorkspace("/", "022").join(" ")} ${answers ? `${bash} -pc "$2" sudo` : `${tool("sleep")} infinity`}
`;

/** Stays whatever signal a workspace's programs send to those that have a common name: a stopped process takes none but KILL. */
const resident = 'echo; trap "" HUP; for ((;;)); do kill -STOP $$; done';

const queue = `mkfifo -m 0600 /run${sudoFolder}/queue
exec 3<> /run${sudoFolder}/queue`;

/**
 * Takes programs out of a folder. What something is mounted over would still be found by its name; so the folder is
 * covered by an overlay in which they are deleted, as the kernel lets every user do (from Linux 5.11 on). It does not
 * show what is mounted in the folder, which is copied.
 */
const takeOut = `
take_out() {
  local folder=$1 name at
  shift
  mkdir /whiteouts && mount -n -t tmpfs tmpfs /whiteouts || return
  for name; do mknod "/whiteouts/$name" c 0 0 || return; done
  while read -r _ _ _ _ at _; do
    case $at in "$folder"/*) [ -e "/whiteouts/\${at##*/}" ] || cp --preserve=mode "$at" /whiteouts || return ;; esac
  done < /proc/self/mountinfo
  mount -n -t overlay overlay -o "lowerdir=/whiteouts:$folder" "$folder" || return
  umount -n -l /whiteouts && rmdir /whiteouts
}
`;

/**
 * The `[ -w` of busybox goes by modes alone, and every file here is its user's. In memory, since folders that nobody
 * may write to are not for everybody to remove.
 */
const readOnlyByMode = `mount -n -t tmpfs -o mode=0555 tmpfs /usr/local && mkdir -m 0555 /usr/local/bin /usr/local/sbin || exit`;

/** What can be written to beside its disk: the root's own folders, for small files, and shared memory, as a container has it. */
const smallFolders = `for at in / /dev; do mount -n -o remount,size=64m,nr_inodes=10000 tmpfs $at || exit; done
mount -n -t tmpfs -o mode=1777,nosuid,nodev,size=64m,nr_inodes=10000 tmpfs /dev/shm || exit`;

/** Process 1 of a workspace: lives as long as its standard input is open, and takes everything with it. */
export function workspaceInit(spec: MachineSpec): readonly string[] {
  const bash = tool("bash");
  const { isBusybox } = agents[spec.kind];
  const gone = new Set(isBusybox ? [] : (spec.without ?? []).flatMap(pathsOf));
  const removals = [...Map.groupBy(gone, (path) => dirname(path))].map(
    ([folder, paths]) => `take_out ${[folder, ...paths.map((path) => basename(path))].map(quoted).join(" ")} || exit`,
  );
  const taken = removals.length === 0 ? [] : [takeOut, ...removals];
  const prepare = [
    `PATH=${path}`,
    `ulimit -u ${bounds.networkProcesses}`,
    smallFolders,
    ...(isBusybox ? [readOnlyByMode] : taken),
  ];
  return [
    ...[bash, "-pc", [...prepare, '"$@" <&0 & exec 9<&-', "wait $!; exit"].join("\n"), "workspace"],
    ...[
      tool("unshare"),
      ...lockedRoot,
      bash,
      "-pc",
      root(bash, !lacksSudo(spec)),
      "root",
      isolateUser(bash),
      sudoBroker,
    ],
  ];
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
