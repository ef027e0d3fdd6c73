import { agents } from "./agents.ts";
import type { MachineSpec } from "./types.ts";

/** An option by which a busybox that was built without time limits crashes, as Debian 12's does, where others report that nobody answers. */
export const crashingWget: readonly string[] = ["wget", "-q", "-T", "1", "http://127.0.0.1:9/"];

/** Whether the wget of a machine is busybox's. */
export function wgetIsOfBusybox({ kind, without = [], busybox = [] }: MachineSpec): boolean {
  return busybox.includes("wget") || (agents[kind].isBusybox && !without.includes("wget"));
}

/**
 * A program that stands in for such a busybox, and for its wget: that a module uses an option which busybox has
 * elsewhere is not its mistake. Everything but the time limit is the busybox's own. The limit is kept as busybox keeps
 * it: it is how long nothing may come.
 */
export function wgetStandIn(busybox: string): string {
  return `#!/bin/sh
# This busybox crashes in \`wget -T SECONDS\`: here the limit is kept beside it.
case \${0##*/} in
  busybox)
    [ "\${1-}" = wget ] || exec ${busybox} "$@"
    shift
    ;;
esac
limit='' left=$#
while [ "$left" -gt 0 ]; do
  word=$1 option=''
  shift
  left=$((left - 1))
  case $word in
    --) break ;;
    --timeout) option=T ;;
    --timeout=*) option=T\${word#*=} ;;
    -T* | -[qcS]*T*)
      option=\${word#-}
      while :; do
        case $option in [qcS]*) option=\${option#?} ;; *) break ;; esac
      done
      case $option in
        T*)
          flags=\${word%"$option"}
          [ "$flags" = - ] || set -- "$@" "$flags"
          ;;
        *) option='' ;;
      esac
      ;;
  esac
  case $option in
    '') set -- "$@" "$word" ;;
    T)
      if [ "$left" -eq 0 ]; then
        echo "wget: option requires an argument -- 'T'" >&2
        exit 1
      fi
      limit=$1
      shift
      left=$((left - 1))
      ;;
    *) limit=\${option#T} ;;
  esac
done
if [ "\${word-}" = -- ]; then
  set -- "$@" --
  while [ "$left" -gt 0 ]; do
    set -- "$@" "$1"
    shift
    left=$((left - 1))
  done
fi
case $limit in
  '' | 0) exec ${busybox} wget "$@" ;;
  *[!0-9]*)
    echo "wget: invalid number '$limit'" >&2
    exit 1
    ;;
esac
(
  exec < /dev/null > /dev/null 2>&1
  idle=0 before=''
  while ${busybox} sleep 0.2 && kill -0 $$; do
    now=''
    while read -r name count; do [ "$name" != rchar: ] || now=$count; done < /proc/$$/io
    [ "$now" = "$before" ] || idle=0
    idle=$((idle + 1)) before=$now
    [ "$idle" -le $((limit * 5)) ] || kill $$
  done
) &
exec ${busybox} wget "$@"
`;
}
