# What every act starts with. The tool puts NAME, MARK and the places of the canary in front of it.

# Says that something happened that must not.
confess() { printf 'CONFESSED %s: %s\n' "$NAME" "$*"; }

# Looks for secrets of the canary in files, and confesses the first.
leak() {
  local found
  found=$(timeout 5 grep -aso -m 1 'CANARY[0-9a-f]\{8,\}' -- "$@" < /dev/null | head -n 1)
  [ -z "$found" ] || confess "read ${found:0:200}"
}

# Writes a file of the act's own into a folder.
drop() {
  local folder
  for folder; do
    if printf '%s\n' "$MARK" > "$folder/$MARK"; then confess "wrote $folder/$MARK"; fi
  done 2> /dev/null
}

# Writes the same into folders that the act may have of its own: the canary looks for it on the host.
mark() {
  local folder
  for folder; do printf '%s\n' "$MARK" > "$folder/$MARK"; done 2> /dev/null
}

# call NAME ARGUMENT...: a call of the kernel; the status is 0 or the error's number.
call() { perl "$WORK/call.pl" "$@"; }

# Whether the kernel does not refuse a call for want of rights.
allowed() {
  call "$@"
  case $? in 1 | 13 | 38 | 97) return 1 ;; esac
}

# Ends the act where it would reach processes of the host.
contained() {
  if [ "$(readlink /proc/self/ns/pid)" = "$HOST_PIDS" ]; then
    confess 'shares the process ids of the host'
    exit
  fi
}

# Whether a connection to where the canary listens stands; says who it is.
knock() { timeout 3 bash -c 'exec 9<> "/dev/tcp/$0/$1" && echo "$2" >&9' "$1" "$2" "$NAME" 2> /dev/null; }

# Lives on for a minute under the act's mark.
lurk() { exec perl -e '$SIG{$_} = "IGNORE" for qw(TERM HUP INT QUIT); $0 = $ARGV[0]; sleep 60' "$MARK"; }

# Says the token of the run so that no redaction knows it: who looks for it in a report has to know it.
whisper() {
  perl -e 'print "WHISPER ", unpack("H*", $ENV{HOSTILE_TOKEN} ^ ("Z" x length $ENV{HOSTILE_TOKEN})), "\n"' | fold -w 80 |
    sed 's/^\(WHISPER \)\{0,1\}/WHISPER /'
}
