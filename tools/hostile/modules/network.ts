import type { HostileModule } from "../module.ts";

const families = `
for family in 40:vsock 17:packet 38:alg 15:key 44:xdp 31:bluetooth 29:can 41:kcm 21:rds 30:tipc; do
  for kind in 1 2 3 5; do
    if perl -MSocket -e 'socket(my $s, $ARGV[0], $ARGV[1], 0) or exit 1' "\${family%:*}" $kind; then
      confess "made a socket of the family \${family#*:}"
      break
    fi
  done
done 2> /dev/null
true
`;

const loopback = `
route=$(ip route 2> /dev/null | sed -n 's/^default via \\([^ ]*\\).*/\\1/p')
for host in 127.0.0.1 localhost 127.0.0.2 ::1 ::ffff:127.0.0.1 0.0.0.0 $route host.docker.internal; do
  knock "$host" "$PORT" && confess "reached port $PORT of $host"
done
perl -MSocket -e '
  socket(my $s, AF_INET, SOCK_DGRAM, 0) or exit;
  send $s, "$ENV{NAME}\\n", 0, pack_sockaddr_in($ENV{PORT}, inet_aton("127.0.0.1"));
'
true
`;

const abstract = `
perl -MSocket -e '
  for my $path ("\\0$ENV{ABSTRACT}") {
    socket(my $s, AF_UNIX, SOCK_STREAM, 0) or exit;
    next unless connect $s, pack_sockaddr_un($path);
    syswrite $s, "$ENV{NAME}\\n";
    print "CONFESSED $ENV{NAME}: reached an abstract socket of the host\\n";
  }
'
true
`;

const sockets = `
perl -MSocket -e '
  for my $path ($ENV{SOCKET}, $ENV{SSH_AUTH_SOCK}, glob("/run/docker.sock /var/run/docker.sock /run/dbus/system_bus_socket /run/systemd/private /run/containerd/containerd.sock /tmp/.X11-unix/X0 /run/user/*/bus")) {
    next unless defined $path && length $path;
    socket(my $s, AF_UNIX, SOCK_STREAM, 0) or exit;
    next unless connect $s, pack_sockaddr_un($path);
    syswrite $s, "$ENV{NAME}\\n" if $path eq $ENV{SOCKET};
    print "CONFESSED $ENV{NAME}: reached $path\\n";
  }
'
true
`;

/** Sockets of the host, and kinds of sockets that lead out of a network namespace. */
export const networkModules: readonly HostileModule[] = [
  ...(["start", "sudo", "apply"] as const).flatMap((where): readonly HostileModule[] => [
    {
      name: `loopback-${where}`,
      tries: "Connects to a server that listens on the host's loopback address, by TCP and UDP.",
      mustNot: "The server is reached.",
      where,
      act: loopback,
    },
    {
      name: `abstract-sockets-${where}`,
      tries: "Connects to an abstract socket of the host.",
      mustNot: "The socket is reached.",
      where,
      act: abstract,
    },
    {
      name: `sockets-of-services-${where}`,
      tries: "Connects to unix sockets of the host: an agent's, Docker's, D-Bus's, systemd's.",
      mustNot: "One of them is reached.",
      where,
      act: sockets,
    },
  ]),
  {
    name: "socket-families-start",
    tries: "Makes sockets of families that no module needs, such as AF_VSOCK, which knows no network namespace.",
    mustNot: "It has one.",
    where: "start",
    // In a container the daemon's own filter decides.
    runtime: "process",
    act: families,
  },
  {
    name: "socket-families-apply",
    tries: "Makes sockets of families that no module needs, such as AF_VSOCK, in a local-exec.",
    mustNot: "It has one.",
    where: "apply",
    act: families,
  },
];
