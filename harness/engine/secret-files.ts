import { filesOfAgent } from "../coder/control-plane/index.ts";
import { HarnessFault } from "../errors/index.ts";
import { secretForms } from "../redaction/index.ts";
import { executables, type Machine, tool, toolsFolder } from "../runtime/index.ts";

/** A file of a workspace that holds a secret. */
export interface SecretFile {
  readonly path: string;
  /** Permission bits, such as `0o600`. */
  readonly mode: number;
  /** Whoever is not the workspace's user counts as root. */
  readonly owner: "coder" | "root";
  /** By the modes of the file and of every folder above it; a group's bits count as everybody's. */
  readonly readableBy: "owner" | "others";
}

export interface SecretSearch {
  /** Paths that are not looked at, with all that is below them; default: what the harness has put there, and what a real agent keeps for itself. */
  readonly except?: readonly string[];
}

/** Characters that a piece of a form has: each line of 47 or more that base64 is broken into holds one. */
const pieceLength = 24;

/** Patterns of paths where the kernel writes, or only what installs packages: all of /usr but /usr/local. */
const elsewhere: readonly string[] = [
  ...["/proc", "/sys", "/usr/[!l]*", "/usr/l[!o]*", "/bin", "/sbin", "/lib*"],
  ...["/etc/ssl/certs", "/etc/alternatives", "/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt", toolsFolder],
];

/** Patterns come by a file that is gone before it is filled, so that the search itself shows nobody a secret. */
const search = `
umask 077
file=$(mktemp) && exec 3> "$file" 4< "$file" && rm -f -- "$file" && cat >&3 || exit 1
exec 3>&-
prune=
for path; do set -- "$@" -path "$path" -o; shift; done
find / '(' "$@" -false ')' -prune -o -type f -size +0 -exec grep -aFlZ -f /proc/self/fd/4 -- '{}' +
exit 0
`;

/** For each path: the modes of the file and of all folders above it, and whether it is the user's. */
const inspect = `
for path; do
  at=$path modes=
  while :; do
    mode=$(stat -c %a -- "$at") || continue 2
    modes="$modes $mode"
    [ "$at" != / ] || break
    at=\${at%/*}
    at=\${at:-/}
  done
  printf '%s\\0%s\\0' "$path" "$modes"
done
:
`;

/** In the process runtime all files are owned by one, and what is root's alone is told by lying where only root writes. */
const own = `
for path; do
  folder=\${path%/*}
  [ ! -O "$path" ] || ! { [ -w "$path" ] || [ -w "\${folder:-/}" ]; } || printf '%s\\0' "$path"
done
:
`;

/**
 * Finds the files that hold one of the secrets: plain, in base64 (also within something longer, in lines, and with the
 * alphabet for URLs), in hex, percent-encoded or as JSON writes it. Looks at every file that a person or a module can
 * have written, as root.
 *
 * @throws HarnessFault `engine.secret-files` where the machine cannot be searched
 */
export async function findSecrets(
  machine: Machine,
  secrets: readonly string[],
  { except = [executables.realCli, executables.coder, ...filesOfAgent(machine)] }: SecretSearch = {},
): Promise<readonly SecretFile[]> {
  const forms = [...new Set(secrets.filter((secret) => secret !== "").flatMap(spellings))];
  if (forms.length === 0) return [];
  const pieces = [...new Set(forms.flatMap((form) => form.split("\n")).flatMap(piecesOf))];
  const argv = [tool("sh"), "-c", search, "sh", ...elsewhere, ...except.map(literal)];
  const candidates = await ask(machine, argv, "root", `${pieces.join("\n")}\n`);
  const holding: string[] = [];
  for (const path of candidates) if (await holds(machine, path, forms)) holding.push(path);
  return holding.length === 0 ? [] : await describe(machine, holding);
}

/** `find -path` takes patterns. */
function literal(path: string): string {
  return path.replace(/[*?[\]\\]/g, "\\$&");
}

/** The forms of a secret, in all cases and alphabets. */
function spellings(secret: string): string[] {
  const allOctets = Buffer.from(secret).toString("hex").replace(/../g, "%$&");
  return [...secretForms(secret), allOctets].flatMap((form) => [
    form,
    form.replaceAll("+", "-").replaceAll("/", "_"),
    ...(/^[\da-f]+$/.test(form) ? [form.toUpperCase()] : []),
    form.replace(/%[\da-f]{2}/gi, (octet) => octet.toUpperCase()),
    form.replace(/%[\da-f]{2}/gi, (octet) => octet.toLowerCase()),
  ]);
}

function piecesOf(form: string): string[] {
  if (form.length < pieceLength) return form === "" ? [] : [form];
  return Array.from({ length: Math.floor(form.length / pieceLength) }, (_, index) =>
    form.slice(index * pieceLength, (index + 1) * pieceLength),
  );
}

/** A piece may be in common with something harmless, such as another token's header. */
async function holds(machine: Machine, path: string, forms: readonly string[]): Promise<boolean> {
  const content = levelled((await machine.readFile(path))?.toString() ?? "");
  return forms.some((form) => content.includes(levelled(form)));
}

function levelled(text: string): string {
  return text.replace(/\s+|\\[nr]/g, "");
}

async function describe(machine: Machine, paths: readonly string[]): Promise<readonly SecretFile[]> {
  const [told, owned] = await Promise.all([
    ask(machine, [tool("sh"), "-c", inspect, "sh", ...paths], "root"),
    ask(machine, [tool("sh"), "-c", own, "sh", ...paths], "coder"),
  ]);
  const ofUser = new Set(owned);
  return paths.flatMap((path) => {
    const at = told.indexOf(path);
    if (at < 0) return [];
    const [mode = 0, ...folders] = (told[at + 1] ?? "")
      .trim()
      .split(" ")
      .map((octal) => Number.parseInt(octal, 8));
    const open = (mode & 0o044) !== 0 && folders.every((folder) => (folder & 0o011) !== 0);
    return [{ path, mode, owner: ofUser.has(path) ? "coder" : "root", readableBy: open ? "others" : "owner" }];
  });
}

/** Words that end with a NUL each, as names of files may hold anything else. */
async function ask(
  machine: Machine,
  argv: readonly string[],
  user: "coder" | "root",
  stdin?: string,
): Promise<readonly string[]> {
  const environment = { PATH: toolsFolder, LC_ALL: "C" };
  const { exitCode, stdout, stderr } = await machine.run({
    argv,
    environment,
    user,
    cwd: "/",
    ...(stdin === undefined ? {} : { stdin }),
  });
  if (exitCode === 0) return stdout.split("\0").slice(0, -1);
  throw new HarnessFault(
    "engine.secret-files",
    `The files of a workspace cannot be searched: ${stderr.trim()}.`,
    "Report this as a defect of the harness.",
  );
}
