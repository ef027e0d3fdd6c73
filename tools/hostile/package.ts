import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { execa } from "execa";
import { packageFolder } from "../../harness/package/index.ts";
import { removeFolder } from "../../harness/runtime/removal/remove-folder.ts";
import type { HostileModule } from "./module.ts";

/** What acts know of the host: the strongest attacker has read the harness, and knows its caller's paths. */
export type Knowledge = Readonly<Record<string, string>>;

const guest = join(import.meta.dirname, "guest");

/** Writes a module with one hostile act in it, or with several that act in the same place. */
export async function writePackage(
  acts: readonly HostileModule[],
  folder: string,
  { knowledge, limit }: { readonly knowledge: Knowledge; readonly limit: number },
): Promise<void> {
  // What the module before left may be deeper than Node.js can remove.
  await removeFolder(folder);
  await mkdir(folder);
  await cp(join(packageFolder, "module"), folder, { recursive: true });
  for (const act of acts.filter(({ where }) => where === "package")) await layOut(act, folder, knowledge);
  for (const act of acts.filter(({ where }) => where === "plan"))
    await writeFile(
      join(folder, `${act.name}.tf`),
      act.act.replaceAll(/@(\w+)@/g, (_, name) => knowledge[name] ?? ""),
    );
  const script = (where: readonly string[]) => {
    const own = acts.filter((act) => where.includes(act.where));
    return own.length === 0 ? undefined : driverOf(own, knowledge, limit);
  };
  const [start, apply] = [await script(["start", "sudo"]), await script(["apply"])];
  const own = await readFile(join(folder, "run.sh"), "utf8");
  if (start !== undefined) await writeFile(join(folder, "run.sh"), `${start}\n${own}`);
  if (apply === undefined) return;
  await writeFile(join(folder, "hostile.sh"), apply);
  await writeFile(join(folder, "hostile.tf"), localExec);
}

/** At every apply, so that the next build of a workspace meets it again. */
const localExec = `resource "terraform_data" "hostile" {
  triggers_replace = timestamp()
  provisioner "local-exec" {
    command = "bash \${path.module}/hostile.sh"
  }
}
`;

async function layOut({ name, act }: HostileModule, folder: string, knowledge: Knowledge): Promise<void> {
  await execa("/bin/bash", ["-euc", `${exportsOf(name, knowledge)}\n${act}`], { cwd: folder });
}

function exportsOf(name: string, knowledge: Knowledge): string {
  const all = { ...knowledge, NAME: name, MARK: `${knowledge.PREFIX}${name}` };
  return Object.entries(all)
    .map(([key, value]) => `export ${key}='${value}'`)
    .join("\n");
}

/**
 * POSIX sh that runs each act in a process of its own, for a time at most, then says what they confess and which it
 * has tried. It ends with 1, so that a report tells it, unless the module's own work is to go on.
 */
async function driverOf(acts: readonly HostileModule[], knowledge: Knowledge, limit: number): Promise<string> {
  const [prelude, calls] = await Promise.all(
    ["prelude.sh", "call.pl"].map((name) => readFile(join(guest, name), "utf8")),
  );
  const write = (file: string, text: string) =>
    `printf %s '${Buffer.from(text).toString("base64")}' | base64 -d > "${file}"`;
  const run = ({ name, act, where, speaks }: HostileModule) => [
    write(`$WORK/${name}`, `. "$WORK/prelude"\n${exportsOf(name, knowledge)}\n${act}`),
    `${where === "sudo" ? 'sudo -n env WORK="$WORK" ' : ""}timeout -k 1 ${limit} bash "$WORK/${name}" ${speaks ? "" : `> "$WORK/${name}.log" 2>&1 `}< /dev/null`,
    `tried="$tried ${name}"`,
  ];
  const ending = acts.some(({ goesOn }) => goesOn)
    ? ["unset WORK HOSTILE_TOKEN"]
    : [
        `echo "TRIED$tried" | fold -s -w 100 | sed 's/^/TRIED /'`,
        `exit ${acts.some(({ mustFail, speaks }) => mustFail && !speaks) ? 0 : 1}`,
      ];
  return [
    'WORK=$(mktemp -d "${TMPDIR:-/tmp}/hostile.XXXXXX") && chmod 777 "$WORK"',
    "HOSTILE_TOKEN=${INPUT_JWT:-}",
    "export WORK HOSTILE_TOKEN",
    "tried=",
    write("$WORK/prelude", prelude ?? ""),
    write("$WORK/call.pl", calls ?? ""),
    ...acts.flatMap(run),
    "grep -ahs '^CONFESSED' \"$WORK\"/*.log | cut -c 1-300",
    ...ending,
  ].join("\n");
}

/** The `h1:` hash over every file of a folder, nothing left out; `undefined` where it has something else than files. */
export async function wholeDigest(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory());
  if (files.length > 1_000 || !files.every((entry) => entry.isFile())) return undefined;
  const names = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
  const lines = await Promise.all(
    names.map(
      async (name) =>
        `${createHash("sha256")
          .update(await readFile(join(folder, name)))
          .digest("hex")}  ${name}\n`,
    ),
  );
  return `h1:${createHash("sha256").update(lines.join("")).digest("base64")}`;
}
