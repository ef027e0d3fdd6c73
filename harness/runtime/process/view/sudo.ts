import { tool, toolsFolder } from "../../tools.ts";

/** Folder of the requests, as the workspace sees it below /run. */
export const sudoFolder = "/sudo";

const securePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Stands in for the setuid `sudo`, which no unprivileged namespace can run. It reads its options as `sudo` does, hands
 * the command, its environment and its folder to a broker that is root of the workspace, and waits for the exit status.
 * The broker opens the caller's own streams; what cannot be opened again (a socket, a file that is written to) is
 * relayed. As long as the caller holds `life` open the command may live; names of signals are written to it.
 */
export const sudo = (bash: string, loginShell: string): string => `#!${bash} -p
usage() { echo "sudo: $1" >&2; exit 1; }
mapfile -d '' -t given < <(${tool("env")} -0)
PATH=${toolsFolder}
user=root preserve= login= shell= list= validate= home= folder=$(pwd -P)
keep=" TERM LANG LANGUAGE LC_ALL LC_CTYPE LC_MESSAGES TZ COLORTERM DISPLAY XAUTHORITY LS_COLORS "

words=()
while [ $# -gt 0 ]; do
  case $1 in
    --) shift; break ;;
    --non-interactive|--stdin|--askpass|--bell) ;;
    --preserve-env) preserve=yes ;;
    --preserve-env=*) names=\${1#*=}; keep+="\${names//,/ } " ;;
    --set-home) home=yes ;;
    --login) login=yes ;;
    --shell) shell=yes ;;
    --list) list=yes ;;
    --validate|--remove-timestamp|--reset-timestamp) validate=yes ;;
    --user=*) user=\${1#*=} ;;
    --chdir=*) folder=\${1#*=} ;;
    --user|--chdir|--group|--prompt) set -- "$1=\${2-}" "\${@:3}"; continue ;;
    --group=*|--prompt=*) ;;
    --*) usage "unrecognized option '$1'" ;;
    -?*)
      flags=\${1#-}
      while [ -n "$flags" ]; do
        flag=\${flags:0:1} flags=\${flags:1}
        case $flag in
          n|S|A|B) ;;
          E) preserve=yes ;;
          H) home=yes ;;
          i) login=yes ;;
          s) shell=yes ;;
          l) list=yes ;;
          v|K|k) validate=yes ;;
          u|D|g|p)
            if [ -z "$flags" ]; then shift; flags=\${1-}; fi
            case $flag in u) user=$flags ;; D) folder=$flags ;; esac
            flags= ;;
          *) usage "invalid option -- '$flag'" ;;
        esac
      done ;;
    [A-Za-z_]*=*) words+=("$1") ;;
    *) break ;;
  esac
  shift
done

case $user in
  root|'#0') user=root own=/root id=0 ;;
  coder|'#1000') user=coder own=/home/coder id=1000 ;;
  *) usage "unknown user $user" ;;
esac
if [ -n "$list" ]; then
  [ $# -gt 0 ] || { printf 'User coder may run the following commands on workspace:\\n    (ALL) NOPASSWD: ALL\\n'; exit 0; }
  PATH=${securePath} type -P -- "$1"
  exit
fi
if [ -n "$login$shell" ]; then
  line=
  [ $# -eq 0 ] || line=$(printf '%q ' "$@")
  set -- ${loginShell} \${login:+--login} \${line:+-c "$line"}
fi
if [ $# -eq 0 ]; then
  [ -n "$validate" ] || { echo 'usage: sudo [-EHnSis] [-u user] [VAR=value] [command [arg ...]]' >&2; exit 1; }
  exit 0
fi
[ -z "$login" ] || folder=$own

environment=()
for entry in "\${given[@]}"; do
  case $entry in _=*) continue ;; esac
  if [ -n "$preserve" ] || [[ $keep == *" \${entry%%=*} "* ]]; then environment+=("$entry"); fi
done
[ -n "$preserve" ] && [ -z "$home$login" ] || environment+=("HOME=$own")
environment+=(PATH=${securePath} "USER=$user" "LOGNAME=$user" SHELL=${loginShell} "MAIL=/var/mail/$user")
environment+=(SUDO_USER=coder SUDO_UID=1000 SUDO_GID=1000 "SUDO_COMMAND=$*" "\${words[@]}")

if [ "$id" -ne 0 ]; then cd -- "$folder" && exec ${tool("env")} -i "\${environment[@]}" "$@"; fi

request=$(mktemp -d /run${sudoFolder}/XXXXXXXX) || exit 1
trap 'rm -rf "$request"' EXIT
printf '%s\\0' "\${environment[@]}" > "$request/environment"
printf '%s\\0' "$@" > "$request/command"
printf '%s' "$folder" > "$request/folder"
printf '%s' "$$" > "$request/caller"
mkfifo "$request/life" "$request/status"
exec 8<> "$request/status" 9<> "$request/life"
for signal in HUP INT QUIT TERM USR1 USR2; do trap "(echo $signal >&9)" "$signal"; done

relays=()
if [ -S /proc/self/fd/0 ]; then
  mkfifo "$request/0"
  cat <&0 > "$request/0" 8>&- 9>&- & input=$!
fi
for stream in 1 2; do
  at=/proc/$$/fd/$stream
  [ -e "$at" ] && [ ! -p "$at" ] && [ ! -c "$at" ] || continue
  if [ "$stream" = 2 ] && [ -p "$request/1" ] && [ "$at" -ef "/proc/$$/fd/1" ]; then ln "$request/1" "$request/2"; continue; fi
  mkfifo "$request/$stream"
  cat "$request/$stream" >&"$stream" 8>&- 9>&- & relays+=($!)
done

# Not by a redirection of this shell's own: the broker may look at its streams at any moment from here on.
(printf '%s\\n' "$request" > /run${sudoFolder}/queue)
read -r -u 8 status
for relay in "\${relays[@]}"; do
  while kill -0 "$relay" 2> /dev/null; do wait "$relay"; done
done
[ -z "\${input-}" ] || kill "$input" 2> /dev/null
exit "$status"
`;

/** The broker's part of a script that runs as root, with the queue open at descriptor 3: it answers until it is ended. */
export const sudoBroker: string = `
PATH=${securePath}

# Runs a command in a process group of its own, with the signals that a new process has.
carry_out() {
  set -m
  {
    if type -P -- "\${command[0]}" > /dev/null; then exec ${tool("env")} -i "\${environment[@]}" "\${command[@]}"; fi
    echo "sudo: \${command[0]}: command not found" >&2
    exit 1
  } < "$(stream 0)" >> "$(stream 1)" 2>> "$(stream 2)" 6>&- 7<&- &
  command_pid=$!
  set +m
  {
    while read -r signal <&7; do kill -"$signal" -- "-$command_pid"; done
    kill -KILL -- "-$command_pid"
  } 2> /dev/null > /dev/null < /dev/null & life=$!
  wait "$command_pid"
  status=$?
  kill -KILL "$life"
}

# One user id is mapped, which is root's on this side: giving a file to the person is giving it to root.
own_by_root() {
  local at next=
  [[ \${command[0]##*/} =~ ^(chown|chgrp|install)$ ]] || return 0
  for at in "\${!command[@]}"; do
    case \${command[at]} in
      -o | -g) next=owner; continue ;;
      -* | "\${command[0]}") continue ;;
    esac
    if [[ ( \${command[0]} != *install || -n $next ) && \${command[at]} =~ ^(coder|1000)?([:.](coder|1000)?)?$ ]]; then
      command[at]=\${command[at]//coder/root}
      command[at]=\${command[at]//1000/root}
    fi
    [[ \${command[0]} == *install ]] || return 0
    next=
  done
}

# A stream of the caller: what it relays, else its own, else nothing.
stream() {
  if [ -p "$request/$1" ]; then echo "$request/$1"
  elif [ -e "/proc/$caller/fd/$1" ]; then echo "/proc/$caller/fd/$1"
  else echo /dev/null
  fi
}

answer() {
  local request=$1 caller command environment status
  caller=$(< "$request/caller")
  mapfile -d '' -t environment < "$request/environment"
  mapfile -d '' -t command < "$request/command"
  own_by_root
  cd -- "$(< "$request/folder")" || cd /
  # Opened for both first, so that a caller that is gone cannot hold the broker up.
  exec 8<> "$request/life" 7< "$request/life" 8>&-
  exec 6<> "$request/status"
  carry_out
  echo "$status" >&6
}

while read -r request <&3; do
  answer "$request" 3<&- &
done
`;
