import type { HostileModule } from "../module.ts";

/** Ways out of the tree of processes, its session, its group and its environment. */
const escapes = {
  session: 'setsid bash -c \'. "$0"; lurk\' "$WORK/prelude" < /dev/null > /dev/null 2>&1 &',
  environment:
    'env -i setsid perl -e \'$SIG{TERM} = "IGNORE"; $0 = $ARGV[0]; sleep 60\' "$MARK" < /dev/null > /dev/null 2>&1 &',
  fork: 'perl -e \'use POSIX; exit if fork; POSIX::setsid(); exit if fork; %ENV = (); $0 = $ARGV[0]; $SIG{$_} = "IGNORE" for qw(TERM HUP INT); exec qw(env -i), "A=$ARGV[0]", qw(sleep 60)\' "$MARK" < /dev/null > /dev/null 2>&1 &',
  output: 'nohup bash -c \'. "$0"; lurk\' "$WORK/prelude" &',
  parent:
    'env -i perl -e \'my $m = shift; syscall(157, 36, 1, 0, 0, 0); if (fork == 0) { setpgrp; $0 = $m; $SIG{TERM} = "IGNORE"; sleep 60; exit } $0 = $m; sleep 60\' "$MARK" < /dev/null > /dev/null 2>&1 &',
} as const;

const lateReport = `
env -i PATH="$PATH" OUT="$OUT" MARK="$MARK" setsid bash -c '
  for _ in {1..300}; do
    if [ "$OUT/report.json" -nt /proc/self/stat ] || grep -qs startedAt "$OUT/report.json"; then
      echo "{\\"forged\\": \\"$MARK\\"}" > "$OUT/report.json"
    fi
    sleep 0.1
  done
' < /dev/null > /dev/null 2>&1 &
true
`;

const sharedMemory = `
perl -e 'my $id = shmget(0x48445300, 4096, 0666 | 01000); semget(0x48445300, 1, 0666 | 01000); msgget(0x48445300, 0666 | 01000)'
true
`;

/** Processes that outlive a run, that end others, or that are too many. */
export const processModules: readonly HostileModule[] = [
  ...(["start", "sudo", "apply"] as const).flatMap((where): readonly HostileModule[] => [
    ...Object.entries(escapes).map(
      ([way, act]): HostileModule => ({
        name: `daemon-${way}-${where}`,
        tries: `Leaves a process behind that is out of reach by its ${way}.`,
        mustNot: "It is there three seconds after the run.",
        where,
        // What sudo leaves holding the script's output keeps the start from its end for a minute.
        ...(where === "sudo" && way === "output" ? { alone: true } : {}),
        act,
      }),
    ),
    {
      name: `late-report-${where}`,
      tries: "Leaves a process behind that writes over report.json.",
      mustNot: "The report is another than the harness's.",
      where,
      act: lateReport,
    },
    {
      name: `victim-${where}`,
      tries: "Ends a process of the caller by its id.",
      mustNot: "It ends or stops.",
      where,
      act: 'if kill -STOP "$VICTIM" 2> /dev/null && [ "$(readlink /proc/self/ns/pid)" = "$HOST_PIDS" ]; then confess "stopped a process of the host"; fi; true',
    },
    {
      name: `shared-memory-${where}`,
      tries: "Leaves shared memory, semaphores and a queue of messages behind.",
      mustNot: "The host has them.",
      where,
      act: sharedMemory,
    },
    {
      name: `kill-all-${where}`,
      tries: "Ends all processes that it can.",
      mustNot: "Anything of the host ends, or the run hangs.",
      where,
      alone: true,
      ...(where === "start" ? { quick: true } : {}),
      act: "contained; kill -9 -1",
    },
    {
      name: `stop-all-${where}`,
      tries: "Stops all processes that it can.",
      mustNot: "Anything of the host stops, or the run hangs.",
      where,
      alone: true,
      act: "contained; kill -STOP -1",
    },
  ]),
  {
    name: "kill-the-first",
    tries: "Ends process 1 of its sandbox, and whoever serves sudo.",
    mustNot: "Anything of the host ends, or the run hangs.",
    where: "sudo",
    alone: true,
    act: "contained; kill -9 1; for pid in /proc/[0-9]*; do kill -9 ${pid#/proc/}; done",
  },
  {
    name: "many-processes",
    tries: "Makes 5,000 processes that sleep.",
    mustNot: "It has them all.",
    where: "start",
    alone: true,
    act: `
perl -e 'for (1 .. 5000) { my $p = fork; exit 1 unless defined $p; if ($p == 0) { sleep 5; exit } } exit 0' && confess 'has 5,000 processes'
true`,
  },
  {
    name: "much-memory",
    tries: "Takes 6 GiB of memory, a piece at a time.",
    mustNot: "It has them.",
    where: "start",
    alone: true,
    act: `
perl -e 'my @all; for (1 .. 96) { push @all, "x" x 67108864 } exit 0' && confess 'has 6 GiB'
true`,
  },
  {
    name: "many-descriptors",
    tries: "Opens two million files, by processes that each open as many as they may.",
    mustNot: "It has them all.",
    where: "start",
    alone: true,
    act: `
ulimit -n "$(ulimit -Hn)"
perl -e 'my @all; for (1 .. 500000) { open my $f, "<", "/dev/null" or exit 1; push @all, $f } exit 0' && confess 'has two million open files'
true`,
  },
];
