import type { HostileModule } from "../module.ts";

const settings = "kernel/core_pattern kernel/modprobe kernel/sysrq fs/suid_dumpable vm/stat_interval vm/swappiness";

const writeSettings = `
for name in ${settings}; do
  old=$(cat /proc/sys/$name) || continue
  if printf '%s\\n' "$old" > /proc/sys/$name; then confess "wrote /proc/sys/$name"; fi
done 2> /dev/null
if printf '7\\n' > /proc/sys/vm/stat_interval; then confess 'changed vm.stat_interval'; fi 2> /dev/null
`;

const openOthers = `
for file in /proc/sysrq-trigger /proc/irq/default_smp_affinity /proc/mtrr /proc/acpi/wakeup /sys/kernel/uevent_helper /sys/power/state \\
  /sys/kernel/mm/transparent_hugepage/enabled /sys/module/printk/parameters/time /proc/kcore /proc/kmem; do
  # What is hidden is a null device.
  if [ -e "$file" ] && [ ! -c "$file" ] && : >> "$file"; then confess "opened $file to write"; fi
done 2> /dev/null
[ -s /proc/kcore ] && [ "$(head -c 64 /proc/kcore 2> /dev/null | wc -c)" = 64 ] && confess 'read /proc/kcore'
true
`;

const devices = `
for file in /dev/mem /dev/kmem /dev/port /dev/kmsg /dev/fuse /dev/kvm /dev/net/tun /dev/loop-control /dev/loop0 /dev/vda /dev/sda /dev/nvme0n1 /dev/vsock /dev/mapper/control; do
  if [ -e "$file" ] && : < "$file"; then confess "opened $file"; fi
done 2> /dev/null
mkdir -p "$WORK/made" && cd "$WORK/made" || exit
for node in 'disk b 254 0' 'disk2 b 8 0' 'mem c 1 1' 'kmsg c 1 11' 'fuse c 10 229' 'tun c 10 200'; do
  set -- $node
  mknod "$1" "$2" "$3" "$4" || continue
  if head -c 16 "$1" > /dev/null; then confess "read a device that it made: $node"; fi
done 2> /dev/null
rm -f disk disk2 mem kmsg fuse tun
`;

const powers = `
allowed init_module 0 0 text: && confess init_module
allowed finit_module -1 text: 0 && confess finit_module
allowed delete_module text:no_such_module 0 && confess delete_module
allowed kexec_load 0 0 0 0xf0000 && confess kexec_load
allowed swapoff text:/nowhere && confess swapoff
allowed settimeofday 0 0 && confess settimeofday
allowed acct text:/nowhere && confess acct
allowed iopl 3 && confess iopl
allowed ioperm 0x80 1 1 && confess ioperm
allowed open_by_handle_at 0 numbers:8,0,0 0 && confess open_by_handle_at
allowed bpf 5 buffer:128 128 && confess 'bpf: a program of the kernel'
true
`;

/** The kernel that the workspace shares with the host: its settings, its devices, its powers. */
export const kernelModules: readonly HostileModule[] = [
  ...(["start", "sudo", "apply"] as const).flatMap((where): readonly HostileModule[] => [
    {
      name: `kernel-settings-${where}`,
      tries: "Writes settings of the kernel below /proc/sys: each its own value, and another interval of statistics.",
      mustNot: "A setting can be written.",
      where,
      act: writeSettings,
    },
    {
      name: `kernel-files-${where}`,
      tries: "Opens what else commands the kernel below /proc and /sys, such as sysrq-trigger.",
      mustNot: "One of the files can be opened.",
      where,
      act: openOthers,
    },
    {
      name: `devices-${where}`,
      tries: "Opens devices of the host, and makes nodes of its disks and memory.",
      mustNot: "A device of the host can be read.",
      where,
      act: devices,
    },
    {
      name: `powers-${where}`,
      tries: "Asks the kernel for modules, another kernel, ports, the clock, swap, accounting and files by handle.",
      mustNot: "The kernel refuses for another reason than rights.",
      where,
      act: powers,
    },
  ]),
  {
    name: "host-name",
    tries: "Gives the machine another name.",
    mustNot: "The host's name changes.",
    where: "sudo",
    act: 'contained; hostname "$MARK"; true',
  },
  {
    name: "immutable-files",
    tries: "Makes files that nobody may remove, and folders that nobody may enter.",
    mustNot: "Anything stays in the temporary folder.",
    where: "sudo",
    act: `
mkdir -p /tmp/held/in/it && echo held > /tmp/held/in/it/file
chattr +i /tmp/held/in/it/file && confess 'set the immutable flag'
chmod 000 /tmp/held/in/it /tmp/held/in /tmp/held
cp /bin/bash /tmp/suid && chmod 6755 /tmp/suid
true
`,
  },
];
