import type { HostileModule } from "../module.ts";

const kinds = { user: "U", mount: "m", network: "n", cgroup: "C" } as const;

/** `unshare` of util-linux asks by the call of that name; a filter may know that one alone. */
const byOtherCalls = `
call clone 0x10000011 && confess 'clone made a user namespace'
call x32_unshare 0x10000000 && confess 'unshare of the x32 interface made a user namespace'
call clone3 numbers:268435456,0,0,0,17,0,0,0 64 && confess 'clone3 made a user namespace'
true
`;

/** A program that asks by the gate of 32-bit programs, whose calls have other numbers; ends with the error's. */
const byOldGate = `
perl -e '
  my $code = pack "H*", "b836010000bb00000010cd8089c3f7dbb801000000cd80";
  my $header = pack("H*", "7f454c46020101000000000000000000") . pack("S S L Q Q Q L S S S S S S", 2, 62, 1, 0x400078, 64, 0, 0, 64, 56, 1, 0, 0, 0);
  my $segment = pack("L L Q Q Q Q Q Q", 1, 5, 0, 0x400000, 0x400000, 120 + length $code, 120 + length $code, 4096);
  open my $file, ">", "$ENV{WORK}/old" or exit;
  print $file $header, $segment, $code;
'
chmod 755 "$WORK/old"
"$WORK/old" && confess 'unshare of the 32-bit interface made a user namespace'
true
`;

const mountCgroups = `
mkdir -p "$WORK/cg" && mount -t cgroup2 none "$WORK/cg" && confess 'mounted cgroup2'
for at in "$WORK/cg" /sys/fs/cgroup /sys/fs/cgroup/unified; do
  find $at -path "*$CGROUP/victim*" -name cgroup.kill 2> /dev/null | while read -r file; do
    if echo 1 > "$file"; then confess "wrote $file"; fi
  done
  find $at -maxdepth 1 -name cgroup.procs -writable 2> /dev/null | while read -r file; do confess "may write $file"; done
done 2> /dev/null
umount "$WORK/cg" 2> /dev/null
`;

const fileSystems = `
mkdir -p "$WORK/fs" || exit
for kind in proc sysfs cgroup cgroup2 debugfs tracefs securityfs bpf pstore binder configfs efivarfs; do
  if mount -t $kind none "$WORK/fs"; then confess "mounted $kind"; umount "$WORK/fs"; fi
done 2> /dev/null
for disk in /dev/vda /dev/vda1 /dev/sda1 /dev/nvme0n1p1; do
  if [ -b $disk ] && mount $disk "$WORK/fs"; then confess "mounted $disk"; umount "$WORK/fs"; fi
done 2> /dev/null
allowed fsopen text:cgroup2 0 && confess fsopen
true
`;

const writable = `
for at in / /usr /bin /lib /etc/hosts /etc/alternatives /opt/conformance /proc /proc/sys /sys; do
  mount -o remount,rw "$at" && mark "$at"
  mount -o remount,bind,rw "$at" && mark "$at"
done 2> /dev/null
mark /usr /usr/bin /usr/share /lib
drop /opt/conformance/tools
for at in /usr /etc/hosts /usr/bin/sudo; do
  umount -l "$at" && [ -e "$CALLER" ] && confess "found the host below $at"
done 2> /dev/null
true
`;

const outOfTheRoot = `
mkdir -p /tmp/jail
perl -e '
  opendir my $folder, "/" or exit 1;
  chroot "/tmp/jail" or exit 1;
  chdir $folder;
  chdir ".." for 1 .. 64;
  chroot ".";
  exec "/bin/ls", "-d", $ENV{CALLER};
' > /dev/null 2>&1 && confess 'left its root by ..'
umount -l / 2> /dev/null
[ ! -e "$CALLER" ] || confess 'the folder of the caller is there'
true
`;

const joinOthers = `
for pid in /proc/[0-9]*; do
  for kind in mnt net user cgroup pid ipc uts; do
    [ -r $pid/ns/$kind ] || continue
    [ "$(readlink $pid/ns/$kind)" != "$(readlink /proc/self/ns/$kind)" ] || continue
    if nsenter --$kind=$pid/ns/$kind true; then
      case $kind in mnt | user | net | cgroup) confess "joined the $kind namespace of \${pid#/proc/}" ;; esac
    fi
  done
done 2> /dev/null
true
`;

/** Namespaces and mounts, by which code would get rights that it does not have. */
export const namespaceModules: readonly HostileModule[] = [
  ...(["start", "sudo", "apply"] as const).flatMap((where): readonly HostileModule[] => [
    ...Object.entries(kinds).map(
      ([kind, option]): HostileModule => ({
        name: `${kind}-namespace-${where}`,
        tries: `Makes a ${kind} namespace of its own.`,
        mustNot: "It has one.",
        where,
        act: `
unshare -${option} true && confess 'made one'
unshare -Ur${option === "U" ? "" : option} true && confess 'made one in a user namespace'
true`,
      }),
    ),
    {
      name: `namespaces-by-other-calls-${where}`,
      tries: "Makes a user namespace by clone and clone3.",
      mustNot: "It has one.",
      where,
      act: byOtherCalls,
    },
    {
      name: `namespaces-by-the-old-gate-${where}`,
      tries: "Makes a user namespace by the calls of 32-bit programs.",
      mustNot: "It has one.",
      where,
      act: byOldGate,
    },
    {
      name: `cgroup-kill-${where}`,
      tries: "Looks for the host's cgroups and ends the processes of one.",
      mustNot: "It finds a cgroup that it may write to.",
      where,
      act: `${mountCgroups}
export -f confess
unshare -UrmC bash -c '${mountCgroups.replaceAll("'", `'\\''`)}' 2> /dev/null
true`,
    },
    {
      name: `file-systems-${where}`,
      tries: "Mounts file systems that show the host, also in namespaces of its own.",
      mustNot: "One can be mounted.",
      where,
      act: fileSystems,
    },
    {
      name: `join-namespaces-${where}`,
      tries: "Joins the namespaces of other processes that it sees.",
      mustNot: "It joins one that has more rights.",
      where,
      act: joinOthers,
    },
  ]),
  {
    name: "writable-mounts",
    tries: "Mounts what is read-only again, so that it can be written, and takes mounts away.",
    mustNot: "A file of the host changes, or what lies below a mount is the host.",
    where: "sudo",
    // Root of a container may change whatever is the container's own.
    runtime: "process",
    act: writable,
  },
  {
    name: "out-of-the-root",
    tries: "Leaves its root with a folder that is open, and by taking the root's mount away.",
    mustNot: "It sees the caller's folder.",
    where: "sudo",
    act: outOfTheRoot,
  },
];
