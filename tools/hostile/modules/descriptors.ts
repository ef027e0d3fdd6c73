import type { HostileModule } from "../module.ts";

const inherited = `
for fd in /proc/$$/fd/{200,201,1023} /proc/$PPID/fd/{200,201,1023}; do
  target=$(readlink "$fd") || continue
  confess "has \${fd##*/}: $target"
  if [ -f "$fd" ]; then leak "$fd"; fi
  if [ -d "$fd" ]; then leak "$fd"/* "$fd"/../*/*; drop "$fd" "$fd/.."; fi
done 2> /dev/null
true
`;

const others = `
for pid in /proc/[0-9]*; do
  [ $pid = /proc/$$ ] || leak $pid/environ
  for way in root cwd; do
    if [ -e "$pid/$way$CALLER" ]; then confess "sees the host by $pid/$way"; fi
  done
  for fd in $pid/fd/*; do
    case $(readlink "$fd") in "$PLACE"/*/notes.txt | "$PLACE"/caller*) confess "sees $fd" ;; esac
  done
done 2> /dev/null
true
`;

const traced = `
for pid in /proc/[0-9]*; do
  pid=\${pid#/proc/}
  # Its own processes are its own.
  if grep -qs "hostile" /proc/$pid/cmdline || [ "$pid" = $$ ] || [ "$pid" = $PPID ]; then continue; fi
  [ "$pid" = 1 ] || [ "$(stat -c %u /proc/$pid)" != "$(id -u)" ] || continue
  if call ptrace 16 "$pid" 0 0; then confess "traces process $pid"; call ptrace 17 "$pid" 0 0; fi
  if allowed process_vm_readv "$pid" vector:8 1 numbers:4096,8 1 0; then confess "reads the memory of $pid"; fi
done > "$WORK/traced" 2>&1
grep -a CONFESSED "$WORK/traced"
true
`;

const keys = `
for ring in -3 -4 -5; do
  key=$(call keyctl 10 $ring text:user text:canary 0) || continue
  confess "found the caller's key in the keyring $ring: $(call keyctl 11 "$key" buffer:64 64)"
done
true
`;

/** What a process has of those that started it: descriptors, environment, memory, keys. */
export const descriptorModules: readonly HostileModule[] = (["start", "sudo", "apply"] as const).flatMap(
  (where): readonly HostileModule[] => [
    {
      name: `descriptors-${where}`,
      tries: "Reads and writes by descriptors that the caller has open at high numbers, and by .. from an open folder.",
      mustNot: "A descriptor leads to the caller's files.",
      where,
      act: inherited,
    },
    {
      name: `other-processes-${where}`,
      tries: "Looks at the environment, root, folder and descriptors of every process that it sees.",
      mustNot: "One of them shows the host or a secret of the caller.",
      where,
      act: others,
    },
    {
      name: `tracing-${where}`,
      tries: "Traces processes of others, and reads their memory.",
      mustNot: "It can.",
      where,
      // A daemon's own filter lets root of a container trace the container's processes.
      ...(where === "sudo" ? { runtime: "process" } : {}),
      act: `contained\n${traced}`,
    },
    {
      name: `keyrings-${where}`,
      tries: "Looks for the caller's key in the keyrings of the session and the user.",
      mustNot: "It finds the key.",
      where,
      act: keys,
    },
  ],
);
