import { busyboxProgram } from "../../agents.ts";
import { architectureStandIns, realPrograms } from "../../architecture.ts";
import type { MachineSpec } from "../../types.ts";
import { crashingWget, wgetIsOfBusybox, wgetStandIn } from "../../wget-of-busybox.ts";

/** Shell commands by which root of a new container makes it the machine that was asked for. */
export function changesFor(spec: MachineSpec): readonly string[] {
  const { without = [], busybox = [], architecture } = spec;
  return [
    ...(architecture === undefined ? [] : [standIns(architecture)]),
    ...(without.length === 0 ? [] : [removal(without)]),
    ...busybox.map((name) => `ln -s "$(command -v busybox)" ${quoted(`/usr/local/bin/${name}`)}`),
    ...(wgetIsOfBusybox(spec) ? [soundWget] : []),
    ...(without.includes("bash") ? ["sed -i 's,:/bin/bash$,:/bin/sh,' /etc/passwd"] : []),
  ];
}

/** Where the image's busybox crashes in its wget, something stands in for it. */
const soundWget = `
status=0
${busyboxProgram} ${crashingWget.join(" ")} > /dev/null 2>&1 || status=$?
if [ "$status" -gt 128 ]; then
  printf %s ${quoted(wgetStandIn(busyboxProgram))} > /usr/local/bin/busybox
  chmod 0755 /usr/local/bin/busybox
  ln -sf busybox /usr/local/bin/wget
fi`;

/**
 * What the names lead to goes too, such as `/etc/alternatives/NAME` and what is there, and the same with a version; but
 * not busybox, which is other commands as well.
 */
const removal = (names: readonly string[]) => `
for name in ${names.map(quoted).join(" ")}; do
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /usr/games /sbin /bin; do
    for path in "$folder/$name" "$folder/$name"[0-9.]*; do
      version=\${path#"$folder/$name"}
      case \${version%%-*} in *[!0-9.]*) continue ;; esac
      [ -e "$path" ] || [ -L "$path" ] || continue
      target=$(readlink -f "$path") || target=
      case $target in */busybox) target= ;; esac
      rm -f -- "$path" "/etc/alternatives/$name" $target
    done
  done
done`;

function standIns(architecture: string): string {
  const scripts = Object.entries(architectureStandIns(architecture)).map(
    ([name, script]) => `
if [ -e /usr/bin/${name} ]; then
  mv /usr/bin/${name} ${realPrograms}/${name}
  printf %s ${quoted(script)} > /usr/bin/${name}
  chmod 0755 /usr/bin/${name}
fi`,
  );
  return [`mkdir -p ${realPrograms}`, ...scripts].join("\n");
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
