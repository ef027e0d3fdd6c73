import {
  fillDisk,
  hiddenKernelFiles,
  hiddenKernelFolders,
  readOnlyKernelFiles,
  withoutNamespaces,
} from "../kernel/index.ts";
import { asSandboxUser } from "../sandbox-user.ts";
import { programs } from "../view/index.ts";
import type { Means } from "./types.ts";

/** Isolation by util-linux alone: `unshare`, `mount` and `pivot_root`. */
export const unshare: Means = {
  name: "unshare",
  network: (program) => [
    ...asSandboxUser(),
    ...[programs.unshare, "--user", "--map-root-user", "--net", "--"],
    // Nothing in util-linux brings the loopback interface up.
    ...["/bin/sh", "-c", '"$0" link set lo up && exec "$@"', programs.ip, ...program],
  ],
  layered: (view, program) => [
    ...[programs.setpriv, "--pdeathsig", "KILL", "--"],
    ...[programs.unshare, "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--"],
    ...["/bin/bash", "-pc", putTogether(), "sandbox", view.disk ?? "", view.hostname],
    String(view.mounts.length),
    ...view.mounts.flatMap((mount) => [mount.kind, "from" in mount ? mount.from : "", mount.to]),
    ...program,
  ],
  sandbox: (view, program) => unshare.layered(view, withoutNamespaces(program)),
};

/**
 * Puts the view together on a file system in memory, moves into it and runs the program as process 1. As bubblewrap
 * does, it says on descriptor 3 which process that is.
 */
const putTogether = () => `
set -eu
umask 022
PATH=/usr/sbin:/usr/bin:/sbin:/bin
disk=$1
hostname "$2"
mounts=$3
shift 3

# Still the /proc of the caller, which counts as the caller does.
read -r pid _ < /proc/self/stat
printf '{ "child-pid": %s }\\n' "$pid" >&3
exec 3>&-
exec 9< /proc/sys
[ -z "$disk" ] || { ${fillDisk}; }

# Over /sys: no sandbox shows it, and nothing that one shows lies in it, unless root has put it there.
new=/sys
[ ! -d /sys/new ] || new=/sys/new
mount -n -t tmpfs -o mode=0755 tmpfs "$new"

# Makes the mount point: a folder for a folder, else an empty file.
prepare() {
  if [ -d "$1" ]; then [ -d "$2" ] || mkdir -p "$2"; return; fi
  [ -d "\${2%/*}" ] || mkdir -p "\${2%/*}"
  [ -e "$2" ] || : > "$2"
}

place() {
  prepare "$1" "$2"
  mount -n --rbind "$1" "$2"
}

# Makes a mount and those below it read-only; the flags that they have are locked and must be said again.
seal() {
  local at flags
  while read -r _ _ _ _ at flags _; do
    printf -v at %b "\${at//\\\\/\\\\0}"
    case $at/ in "$1"/*) mount -n -o "remount,bind,$flags,ro" "$at" ;; esac
  done < /proc/self/mountinfo
}

# In one step where nothing is mounted below and no flag is locked, which the kernel refuses otherwise.
place_sealed() {
  prepare "$1" "$2"
  mount -n -o bind,ro "$1" "$2" 2> /dev/null || { place "$1" "$2"; seal "$2"; }
}

mkdir "$new/proc" "$new/dev"
mount -n -t proc proc "$new/proc"
for path in ${readOnlyKernelFiles().join(" ")}; do mount -n --bind "$new$path" "$new$path"; seal "$new$path"; done
for path in ${hiddenKernelFiles().join(" ")}; do mount -n --bind /dev/null "$new$path"; seal "$new$path"; done
for path in ${hiddenKernelFolders().join(" ")}; do mount -n -t tmpfs -o ro tmpfs "$new$path"; done

mount -n -t tmpfs -o mode=0755,nosuid tmpfs "$new/dev"
for name in null zero full random urandom tty; do place "/dev/$name" "$new/dev/$name"; done
mkdir "$new/dev/pts" "$new/dev/shm"
mount -n -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$new/dev/pts"
ln -s pts/ptmx "$new/dev/ptmx"
ln -s /proc/self/fd "$new/dev/fd"
for name in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/\${name%:*}" "$new/dev/\${name#*:}"; done

while [ "$mounts" -gt 0 ]; do
  case $1 in
    folder) [ -d "$new$3" ] || mkdir -p "$new$3" ;;
    link) ln -s "$2" "$new$3" ;;
    write) place "$2" "$new$3" ;;
    read) place_sealed "$2" "$new$3" ;;
  esac
  mounts=$((mounts - 1))
  shift 3
done

cd "$new"
mkdir .old
pivot_root . .old
umount -l .old
rmdir .old
cd /
exec "$@"
`;
