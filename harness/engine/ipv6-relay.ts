import { HarnessFault } from "../errors/index.ts";
import { type Machine, tool } from "../runtime/index.ts";

/** A place at the machine's IPv6 loopback address that leads to a server of the network. */
export interface Ipv6Relay extends AsyncDisposable {
  readonly address: string;
}

const port = 8299;

/** Hands on each connection; in a perl without its modules, which has no names for the numbers of Linux's sockets. */
const relay = `
use strict;
my ($name, $port, $own) = @ARGV;
my ($inet, $inet6, $stream) = (2, 10, 1);
my $there = pack('S n a4 x8', $inet, $port, scalar gethostbyname($name));
socket(my $door, $inet6, $stream, 0) or die "no IPv6: $!\\n";
setsockopt($door, 1, 2, pack('l', 1));
bind($door, pack('S n N a16 L', $inet6, $own, 0, "\\0" x 15 . "\\1", 0)) or die "no IPv6: $!\\n";
listen($door, 16) or die "no IPv6: $!\\n";
$SIG{CHLD} = 'IGNORE';
syswrite(STDOUT, "ready\\n");
while (accept(my $near, $door)) {
  next if fork;
  socket(my $far, $inet, $stream, 0) or exit 1;
  connect($far, $there) or exit 1;
  my ($to, $from) = fork ? ($far, $near) : ($near, $far);
  while (sysread($from, my $bytes, 1 << 16)) { while (length $bytes) { substr($bytes, 0, syswrite($to, $bytes) // exit, '') } }
  shutdown($to, 1);
  exit;
}
`;

/**
 * Opens it for a server at `http://NAME:PORT`; `undefined` where the machine has no IPv6.
 *
 * @throws HarnessFault `engine.relay`
 */
export async function openIpv6Relay(machine: Machine, server: string): Promise<Ipv6Relay | undefined> {
  const { hostname, port: there } = new URL(server);
  const closing = new AbortController();
  const ready = Promise.withResolvers<true>();
  const running = machine
    .run({
      argv: [tool("perl"), "-e", relay, hostname, there || "80", String(port)],
      environment: {},
      cwd: "/",
      signal: closing.signal,
      onOutput: (_, stream) => stream === "stdout" && ready.resolve(true),
    })
    .catch(() => undefined);
  const ended = await Promise.race([ready.promise, running.then((answer) => answer?.stderr ?? "")]);
  if (ended !== true) return ended.startsWith("no IPv6") ? undefined : noRelay(ended);
  return {
    address: `http://[::1]:${port}`,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await running;
    },
  };
}

function noRelay(said: string): never {
  throw new HarnessFault(
    "engine.relay",
    `The IPv6 relay of a workspace failed: ${said.trim() || "the relay has ended"}.`,
    "Report this as a defect of the harness.",
  );
}
