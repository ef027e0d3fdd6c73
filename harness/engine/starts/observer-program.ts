/**
 * A perl program that watches a workspace as its person can, until SIGTERM. Its arguments: milliseconds to rest between two
 * looks at all processes, the path of `sleep`, and the folders to watch. It prints its pid, then a line for each thing seen;
 * texts are in hex:
 *
 * - `p PID ARGUMENTS ENVIRONMENT`: a process, again when it runs another program or writes over its arguments.
 * - `b PATH MODE OWNER SIZE OPEN CONTENT`, `a …`: a file as it was before and is after the watch, where these differ; `-` for none.
 * - `s PATH MODE OWNER SIZE OPEN CONTENT`: a state in between.
 * - `x WHAT`: what was too much to be seen.
 * - `k alive|dead`: the watch's own `sleep`, which a start must leave alone.
 * - `w MILLISECONDS`: the longest pause between two looks.
 */
export const observerProgram = `
use strict;
my ($rest, $sleep, @roots) = @ARGV;
my ($text, $all, $most_folders, $most_files) = (65536, 8 << 20, 4000, 20000);
my ($stopped, $pause, $told, $last, %known, %folders, %before, %state, %excess) = (0, 0, 0);
$SIG{TERM} = sub { $stopped = 1 };
$SIG{PIPE} = sub { exit 1 };
sub content {
  open(my $file, '<:raw', $_[0]) or return undef;
  my $read = sysread($file, my $content, $_[1]);
  return defined $read ? $content : undef;
}
sub say_of { my $line = join(' ', @_) . "\\n"; while (length $line) { my $w = syswrite(STDOUT, $line) or exit 1; substr($line, 0, $w, '') } }
sub hex_of { return unpack('H*', $_[0]) }
sub too_much { say_of('x', hex_of($_[0])) unless $excess{$_[0]}++ }
sub look_at {
  my ($path) = @_;
  my @stat = lstat($path) or return undef;
  my ($mode, $owner, $size) = @stat[2, 4, 7];
  my $type = $mode & 0170000;
  my $content = $type == 0120000 ? readlink($path) : $type == 0100000 && $size <= $text ? content($path, $text) : undef;
  return [$mode, $owner, $size, $content, join(' ', @stat[0, 1, 2, 3, 4, 5, 7, 9, 10])];
}
# Whether others can read it: by its mode, and by those of all folders above it.
sub is_open {
  my ($path, $mode) = @_;
  return 0 unless $mode & 044;
  while ($path =~ s{/[^/]*$}{} && length $path) { return 0 unless ((lstat($path))[2] // 0) & 011 }
  return 1;
}
sub line_of {
  my ($kind, $path, $look) = @_;
  return say_of($kind, hex_of($path), '-') unless $look;
  my ($mode, $owner, $size, $content) = @$look;
  if (defined $content) { $told += length $content; if ($told > $all) { too_much('more than 8 MiB of small files'); $content = undef } }
  say_of($kind, hex_of($path), sprintf('%o', $mode), $owner, $size, is_open($path, $mode), defined $content ? 'h' . hex_of($content) : '-');
}
my $elf = content('/proc/self/exe', 20) // '';
my ($init, $add) = unpack('v', substr($elf, 18, 2)) == 183 ? (26, 27) : (294, 254);
my $notify = syscall($init, 0x800);
my $queue;
if ($notify >= 0) { open($queue, '<&=', $notify) or undef $queue }
too_much('files: no inotify') unless $queue;
# Shows every path below a folder; with $watches, changes in there are told from now on.
sub walk {
  my ($folder, $see, $watches) = @_;
  if ($watches) {
    if (keys %folders > $most_folders) { too_much("more than $most_folders folders"); return }
    my $path = $folder;
    my $wd = $queue ? syscall($add, $notify, $path, 0x30003ce) : -1;
    $folders{$wd} = $folder if $wd >= 0;
  }
  opendir(my $handle, $folder) or return;
  for my $name (readdir $handle) {
    next if $name eq '.' || $name eq '..';
    my $path = $folder eq '/' ? "/$name" : "$folder/$name";
    my @stat = lstat($path) or next;
    $see->($path);
    walk($path, $see, $watches) if ($stat[2] & 0170000) == 0040000;
  }
}
sub saw {
  my ($path) = @_;
  my $look = look_at($path) or return;
  my $now = join(' ', @$look[0, 1, 2], $look->[3] // '-');
  return if defined $state{$path} && $state{$path} eq $now;
  $state{$path} = $now;
  line_of('s', $path, $look);
}
sub events {
  return unless $queue;
  while (defined(my $read = sysread($queue, my $bytes, 1 << 18))) {
    last unless $read;
    my (%touched, @order, %made);
    for (my $at = 0; $at + 16 <= length $bytes;) {
      my ($wd, $mask, undef, $length) = unpack('lLLL', substr($bytes, $at, 16));
      my $name = unpack('Z*', substr($bytes, $at + 16, $length));
      $at += 16 + $length;
      if ($mask & 0x4000) { too_much('more changes of files than the kernel keeps'); next }
      my $folder = $folders{$wd};
      next unless defined $folder && length $name;
      my $path = $folder eq '/' ? "/$name" : "$folder/$name";
      push @order, $path unless $touched{$path}++;
      $made{$path} = 1 if $mask & 0x100;
    }
    for my $path (@order) {
      if (-d $path && !-l $path) { walk($path, \\&saw, 1) if $made{$path}; saw($path); next }
      saw($path);
    }
  }
}
sub process {
  my ($pid, $arguments) = @_;
  my $environment = content("/proc/$pid/environ", 1 << 21);
  # The kernel sets it a moment after the arguments.
  if (defined $environment && $environment eq '') { select(undef, undef, undef, 0.001); $environment = content("/proc/$pid/environ", 1 << 21) // '' }
  say_of('p', $pid, hex_of($arguments) || '-', defined $environment ? 'e' . hex_of($environment) : '-');
}
my $canary = fork() // die;
if ($canary == 0) { close($queue) if $queue; open(STDOUT, '>', '/dev/null'); open(STDERR, '>', '/dev/null'); exec { $sleep } 'sleep', 'infinity' or exit 127 }
my $files = 0;
my $remember = sub {
  if (++$files > $most_files) { too_much("more than $most_files files"); return }
  my $look = look_at($_[0]) or return;
  $before{$_[0]} = $look;
};
for my $root (@roots) { walk($root, $remember, 1) if -d $root && !-l $root }
sub sweep {
  my ($now) = split ' ', content('/proc/uptime', 64);
  $pause = $now - $last if defined $last && $now - $last > $pause;
  $last = $now;
  opendir(my $folder, '/proc') or exit 1;
  my %alive;
  for my $pid (grep { /^[1-9]/ && $_ != $$ && $_ != $canary } readdir $folder) {
    my $arguments = content("/proc/$pid/cmdline", 1 << 21);
    next unless defined $arguments && length $arguments;
    $alive{$pid} = $arguments;
    process($pid, $arguments) unless defined $known{$pid} && $known{$pid} eq $arguments;
  }
  %known = %alive;
}
say_of($$);
my $set = '';
vec($set, $notify, 1) = 1 if $queue;
until ($stopped) {
  sweep();
  my $ready = select(my $waiting = $set, undef, undef, $rest / 1000);
  events() if $ready > 0;
}
sweep();
events();
my $found = 0;
my %after;
my $compare = sub {
  my ($path) = @_;
  if (++$found > $most_files) { too_much("more than $most_files files"); return }
  $after{$path} = 1;
  my $look = look_at($path) or return;
  my $was = $before{$path};
  return if $was && $was->[4] eq $look->[4] && !defined $state{$path};
  return if $was && join(' ', @$was[0, 1, 2], $was->[3] // '-', $was->[4]) eq join(' ', @$look[0, 1, 2], $look->[3] // '-', $look->[4]);
  line_of('b', $path, $was);
  line_of('a', $path, $look);
};
for my $root (@roots) { walk($root, $compare) if -d $root && !-l $root }
for my $path (sort keys %before) { next if $after{$path}; line_of('b', $path, $before{$path}); line_of('a', $path, undef) }
say_of('k', waitpid($canary, 1) == 0 ? 'alive' : 'dead');
kill 'KILL', $canary;
say_of('w', $pause * 1000);
`;
