/**
 * Stands in for the setuid `sudo`, which no unprivileged namespace can run: the user's side hands its
 * arguments, folder and streams to a broker that is root of the workspace, and waits for the exit status.
 */
export const sudo = `#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    -n|-E|-H|-S|--non-interactive|--preserve-env) shift ;;
    -u) shift 2 ;;
    --) shift; break ;;
    -*) echo "sudo: option $1 is not known here" >&2; exit 1 ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || exit 0
request=$(mktemp -d /run/sudo/XXXXXXXX) || exit 1
printf '%s\\0' "$@" > "$request/arguments"
printf '%s' "$$" > "$request/pid"
mkfifo "$request/status" "$request/stdout" "$request/stderr"
cat < "$request/stdout" & out=$!
cat < "$request/stderr" >&2 & err=$!
printf '%s\\n' "$request" > /run/sudo/queue
read -r status < "$request/status"
wait "$out" "$err"
rm -rf "$request"
exit "$status"
`;

/** Folder of the requests, as the workspace sees it below /run. */
export const sudoFolder = "/sudo";

/** The broker: the first process of the workspace, as its root. Ends when its standard input does. */
export const sudoBroker = `
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
mkfifo -m 0600 /run/sudo/queue
(
  while read -r request <&3; do
    (
      exec 3<&-
      pid=$(cat "$request/pid")
      # A socket cannot be opened again: a command that is given one has no input.
      if [ -S "/proc/$pid/fd/0" ]; then exec < /dev/null; else exec < "/proc/$pid/fd/0"; fi
      cd -P "/proc/$pid/cwd" || cd /
      HOME=/root USER=root xargs -0 -a "$request/arguments" /bin/sh -c '"$@"; echo $? > "$0/result"' "$request" \\
        > "$request/stdout" 2> "$request/stderr"
      cat "$request/result" > "$request/status"
    ) &
  done
) 3<> /run/sudo/queue < /dev/null &
echo ready
exec cat > /dev/null
`;
