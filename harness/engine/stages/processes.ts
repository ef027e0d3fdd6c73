import { HarnessFault } from "../../errors/index.ts";
import { type Machine, tool } from "../../runtime/index.ts";

/** A program that a process of a machine was seen to run. */
export interface SeenProcess {
  readonly pid: number;
  /** For everybody on the machine to read. */
  readonly args: readonly string[];
  /** `undefined` where only root may read it. */
  readonly environment: readonly string[] | undefined;
}

/** The watch over a machine's processes. */
export interface ProcessWatch {
  /** Ends the watch, and gives what was seen in the order in which it was. */
  stop(): Promise<readonly SeenProcess[]>;
  /**
   * Milliseconds for which it was blind at most, once it is stopped: what lived as long was seen. Told by a clock that goes
   * in steps of 10 ms, it is 20, or more where the machine had more to do than it has cores.
   */
  longestPause(): number;
}

/** Milliseconds, of /proc/uptime: the clock that a perl without its modules has. */
const clockStep = 10;

/**
 * Goes through /proc without end, each time after a rest of a millisecond: what lives 20 ms is seen. A process is told
 * again when it runs another program, or writes over its arguments.
 */
const watcher = `
use strict;
my ($stopped, $pause, $last, %known) = (0, 0);
$SIG{TERM} = sub { $stopped = 1 };
sub content {
  open(my $file, '<:raw', $_[0]) or return undef;
  my $read = sysread($file, my $content, 1 << 21);
  return defined $read ? $content : undef;
}
sub rest { select(undef, undef, undef, 0.001) }
sub tell_of {
  my ($pid, $arguments) = @_;
  my $environment = content("/proc/$pid/environ");
  # The kernel sets it a moment after the arguments.
  if (defined $environment && $environment eq '') { rest(); $environment = content("/proc/$pid/environ") // '' }
  my $line = join(' ', $pid, unpack('H*', $arguments), defined $environment ? 'e' . unpack('H*', $environment) : '-') . "\\n";
  while (length $line) { my $written = syswrite(STDOUT, $line) or exit 1; substr($line, 0, $written, '') }
}
sub sweep {
  my ($now) = split ' ', content('/proc/uptime');
  $pause = $now - $last if defined $last && $now - $last > $pause;
  $last = $now;
  opendir(my $folder, '/proc') or exit 1;
  my %alive;
  for my $pid (grep { /^[1-9]/ && $_ != $$ } readdir $folder) {
    my $arguments = content("/proc/$pid/cmdline");
    next unless defined $arguments && length $arguments;
    $alive{$pid} = $arguments;
    tell_of($pid, $arguments) unless defined $known{$pid} && $known{$pid} eq $arguments;
  }
  %known = %alive;
}
syswrite(STDOUT, "$$\\n");
until ($stopped) { sweep(); rest() }
sweep();
syswrite(STDOUT, $pause * 1000 . "\n");
`;

/**
 * Watches every process of a machine, as its user can, at the cost of a tenth of a core; to be started before what is
 * watched.
 *
 * @throws HarnessFault `engine.watch` where the harness has no perl to bring
 */
export async function watchProcesses(machine: Machine): Promise<ProcessWatch> {
  const started = Promise.withResolvers<string>();
  let said = "";
  const running = machine.run({
    argv: [tool("perl"), "-e", watcher],
    environment: {},
    cwd: "/",
    urgent: true,
    onOutput(chunk, stream) {
      if (stream === "stdout" && !said.includes("\n")) said += chunk.toString();
      if (said.includes("\n")) started.resolve(said.slice(0, said.indexOf("\n")));
    },
  });
  const ended = running.then(({ stderr }) => {
    throw noWatch(stderr);
  });
  const pid = await Promise.race([started.promise, ended]);
  ended.catch(() => {});
  let longestPause = Number.POSITIVE_INFINITY;
  return {
    async stop() {
      await machine.run({ argv: [tool("sh"), "-c", 'kill "$0"', pid], environment: {}, cwd: "/" });
      const { exitCode, stdout, stderr } = await running;
      if (exitCode !== 0) throw noWatch(stderr);
      const lines = stdout.trimEnd().split("\n").slice(1);
      longestPause = Math.round(Number(lines.pop())) + clockStep;
      return lines.map(seenProcess);
    },
    longestPause: () => longestPause,
  };
}

function seenProcess(line: string): SeenProcess {
  const [pid, args = "", environment = "-"] = line.split(" ");
  return {
    pid: Number(pid),
    args: words(args),
    environment: environment === "-" ? undefined : words(environment.slice(1)),
  };
}

/** Each ends with a NUL, unless the process has written there itself. */
function words(hex: string): string[] {
  const text = Buffer.from(hex, "hex").toString();
  return text === "" ? [] : text.replace(/\0$/, "").split("\0");
}

function noWatch(said: string): HarnessFault {
  return new HarnessFault(
    "engine.watch",
    `The processes of a workspace cannot be watched: ${said.trim() || "the watch has ended"}.`,
    "Install perl on this machine; where it is there, report this as a defect of the harness.",
  );
}
