import { execaSync } from "execa";
import { bounds } from "../../bounds.ts";
import { tool } from "../../tools.ts";
import { placeOf } from "../view/index.ts";
import { filterOf } from "./filter.ts";
import { type SystemCalls, systemCalls } from "./system-calls.ts";

const [prefix, furtherPrefix] = ["given_", "further_"];

/** Characters: with a longer name a value of nearly all that a kernel takes for a variable would be too long. */
const longestValue = 32 * 1024;

/**
 * A command's variables as they are until the command is started in its workspace: the programs that lead there must
 * not take one for theirs, such as LD_PRELOAD, and a shell drops names that it could not give itself.
 */
export function onTheWay(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(environment).flatMap(([name, value]) => {
    const hidden = Buffer.from(name).toString("hex");
    const characters = value.length > longestValue ? [...value] : undefined;
    if (characters === undefined) return [[prefix + hidden, value]];
    const [first, rest] = [characters.slice(0, longestValue), characters.slice(longestValue)];
    return [
      [prefix + hidden, first.join("")],
      [furtherPrefix + hidden, rest.join("")],
    ];
  });
  return Object.fromEntries(entries);
}

/** Of capabilities(7), what root of a container has, with CAP_IPC_LOCK for servers; the others are taken from it. */
const kept = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 18, 31]);
const lastCapability = 40;

/**
 * A program in perl, without any of its modules: goes to a folder, sets the mask, gives up the rights that no command
 * needs, and runs the command. Says what env says where it cannot.
 */
const script = ({ prctl, prlimit64 }: SystemCalls, filter: Buffer) => `
my ($mode, $folder, $mask) = splice @ARGV, 0, 3;
sub refuse { my $status = shift; print STDERR "env: @_: $!\\n"; exit $status }
chdir $folder or refuse(125, "cannot change directory to '$folder'");
umask oct $mask;
for ([2, ${bounds.processMemory}], [7, ${bounds.files}]) {
  my $bound = pack 'QQ', $_->[1], $_->[1];
  syscall(${prlimit64}, 0, $_->[0], $bound, 0) == 0 or refuse(125, 'cannot bound what it takes');
}
if ($> == 0) { syscall(${prctl}, 24, $_, 0, 0, 0) for (${taken()}) }
my $filter = pack 'H*', '${filter.toString("hex")}';
my $program = pack 'S x6 P', length($filter) / 8, $filter;
syscall(${prctl}, 38, 1, 0, 0, 0) == 0 && syscall(${prctl}, 22, 2, $program, 0, 0) == 0 or refuse(125, 'cannot filter system calls');
my %given = map { /^${prefix}(.*)/s ? (pack("H*", $1), $ENV{$_}) : () } keys %ENV;
for (keys %ENV) { $given{pack("H*", $1)} .= $ENV{$_} if /^${furtherPrefix}(.*)/s }
if ($mode eq "given") { %ENV = (); $ENV{$_} = $given{$_} for sort keys %given }
{ exec { $ARGV[0] } @ARGV }
refuse($! == 2 ? 127 : 126, "'$ARGV[0]'");
`;

function taken(): string {
  return Array.from({ length: lastCapability + 1 }, (_, at) => at)
    .filter((at) => !kept.has(at))
    .join(", ");
}

let found: { readonly text: string | undefined } | undefined;

/**
 * The program's text; `undefined` where no filter is known for this machine, no perl is here to load it, or the kernel
 * takes none, found out by trying, once.
 */
export function restriction(): string | undefined {
  found ??= { text: restrictionThatWorks() };
  return found.text;
}

function restrictionThatWorks(): string | undefined {
  const perl = placeOf("perl");
  if (systemCalls === undefined || perl === undefined) return undefined;
  const text = script(systemCalls, filterOf(systemCalls));
  const tried = execaSync(perl, ["-e", text, "kept", "/", "022", "/bin/true"], { reject: false, extendEnv: false });
  return tried.failed ? undefined : text;
}

/** Where a workspace has it. */
export const restrictionPath: string = tool("restrict");

/** What is put before a program so that it runs restricted in a folder, by this machine's own perl; nothing where that cannot be. */
export function restricted(folder = "/"): readonly string[] {
  const text = restriction();
  return text === undefined ? [] : [placeOf("perl") ?? "", "-e", text, "kept", folder, "022"];
}

/** The same in a workspace, by the harness's own tools. */
export function restrictedInWorkspace(folder: string, mask: string): readonly string[] {
  return restriction() === undefined ? [] : [tool("perl"), restrictionPath, "given", folder, mask];
}
