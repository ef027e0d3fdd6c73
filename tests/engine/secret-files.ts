import { expect } from "vitest";
import { findSecrets } from "../../harness/engine/secret-files.ts";
import type { Machine } from "../../harness/runtime/index.ts";

const header = Buffer.from(JSON.stringify({ alg: "RS256", typ: "JWT", kid: "a-key-of-the-test" })).toString(
  "base64url",
);
/** Has what each encoding has to write in its own way. */
const jwt = `${header}.${Buffer.from("claims".repeat(60)).toString("base64url")}.-_${"s1gn".repeat(40)}`;
const token = "hvs.CAESIJ-9_token+of/the~test";

const percent = (text: string) => text.replace(/./g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
const base64 = (before: string, secret: string) => Buffer.from(`${before}${secret} and more`).toString("base64");

/** What a file may hold, by what it is. */
const encodings: Readonly<Record<string, string>> = {
  plain: `token=${token}\n`,
  "plain between NULs": `a\0${token}\0b`,
  "base64, aligned": base64("", token),
  "base64, one on": base64("x", token),
  "base64, two on": base64("xy", token),
  "base64 for URLs": Buffer.from(`x${token} and more`).toString("base64url"),
  "base64 in lines": base64("user:", jwt).replace(/.{76}/g, "$&\n"),
  hex: Buffer.from(token).toString("hex"),
  "hex in capitals": Buffer.from(token).toString("hex").toUpperCase(),
  "percent-encoded": encodeURIComponent(token),
  "percent-encoded in full": percent(token),
  "percent-encoded in full, in capitals": percent(token).toUpperCase(),
};

const run = (machine: Machine, script: string, user: "coder" | "root" = "coder", ...args: string[]) =>
  machine.run({ argv: ["/bin/sh", "-c", script, "sh", ...args], environment: machine.environment, user });

/** Every encoding is found, wherever it lies and whatever it is called. */
async function findsEveryEncoding(machine: Machine): Promise<void> {
  const names = [
    "plain",
    "with space",
    "-dash",
    "line\nbreak",
    "quo'te\"s",
    "$(id)",
    "ünï",
    "*[a]?",
    "\\back",
    ".hidden",
  ];
  const folders = ["/tmp", "/home/coder", "/dev/shm", "/var/tmp", "/etc", "/usr/local/bin", "/home/coder/a\n folder"];
  const files = Object.entries(encodings).map(([what, content], index) => {
    const path = `${folders[index % folders.length]}/${index}${names[index % names.length]}`;
    return { what, content, path };
  });
  for (const { path, content } of files) await machine.writeFile(path, content);

  const found = await findSecrets(machine, [token, jwt]);

  expect(found.map(({ path }) => path).sort()).toEqual(files.map(({ path }) => path).sort());
}

/** Only a secret itself is: not another one with the same beginning, nor a name or a link. */
async function findsNothingElse(machine: Machine): Promise<void> {
  await machine.writeFile("/home/coder/other", jwt.replace(/\.[^.]*$/, ".another-signature"));
  await run(machine, 'touch "/tmp/$1"; ln -s /home/coder/other /tmp/link; mkfifo /tmp/fifo', "coder", "name");

  expect(await findSecrets(machine, [token, jwt])).toEqual([]);
  expect(await findSecrets(machine, [])).toEqual([]);
}

/** A secret in the midst of a large file that has holes. */
async function findsInASparseFile(machine: Machine): Promise<void> {
  const script = 'truncate -s 5M sparse && printf %s "$1" >> sparse && truncate -s 10M sparse';
  await run(machine, script, "coder", token);

  expect((await findSecrets(machine, [token])).map(({ path }) => path)).toEqual(["/home/coder/sparse"]);
}

/** Who can read a file is told by its mode and by those of all folders above it. */
export async function tellsWhoCanRead(machine: Machine): Promise<void> {
  const own = [
    "umask 022; mkdir -p closed/open group list; chmod 700 closed; chmod 710 group; chmod 744 list",
    'for at in open closed/open/file group/file list/file; do printf %s "$1" > "$at"; done',
    'for mode in 600 640 604 400; do printf %s "$1" > "$mode"; chmod "$mode" "$mode"; done',
  ];
  await run(machine, own.join("\n"), "coder", token);
  await run(
    machine,
    'umask 077; printf %s "$1" > /usr/local/bin/own; umask 022; printf %s "$1" > /etc/all',
    "root",
    token,
  );

  const found = await findSecrets(machine, [token]);

  const told = found.map(({ path, mode, owner, readableBy }) => [path, mode.toString(8), owner, readableBy].join(" "));
  expect(told.sort()).toEqual([
    "/etc/all 644 root others",
    "/home/coder/400 400 coder owner",
    "/home/coder/600 600 coder owner",
    "/home/coder/604 604 coder others",
    "/home/coder/640 640 coder others",
    "/home/coder/closed/open/file 644 coder owner",
    "/home/coder/group/file 644 coder others",
    "/home/coder/list/file 644 coder owner",
    "/home/coder/open 644 coder others",
    "/usr/local/bin/own 600 root owner",
  ]);
}

/** By what each does. */
export const searches: readonly (readonly [string, (machine: Machine) => Promise<void>])[] = [
  ["every encoding is found, wherever it lies and whatever the file is called", findsEveryEncoding],
  ["nothing else is found", findsNothingElse],
  ["a secret in the midst of a sparse file is found", findsInASparseFile],
  ["who can read a file is told by all modes above it", tellsWhoCanRead],
];
