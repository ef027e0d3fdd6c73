import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { expect, test } from "vitest";
import { untarOne } from "../../harness/artifacts/origins/untar.ts";

interface Entry {
  readonly name: string;
  readonly content?: string;
  readonly linkname?: string;
}

/** Unpacks `coder` of an archive with these entries, or of these bytes, into a folder of the test's own. */
async function unpacked(archive: readonly Entry[] | Buffer) {
  const folder = await mkdtemp(join(tmpdir(), "untar-"));
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => rm(folder, { recursive: true }));
  const [path, target] = [join(folder, "archive"), join(folder, "program")];
  await writeFile(path, Buffer.isBuffer(archive) ? archive : await packed(archive));
  await untarOne(path, { archive: "coder.tar.gz", file: /^coder$/ }, target);
  return { content: await readFile(target, "utf8"), mode: (await stat(target)).mode & 0o777 };
}

async function packed(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content = "", linkname } of entries)
    archive.entry(linkname === undefined ? { name } : { name, type: "symlink", linkname }, content);
  archive.finalize();
  return gzipSync(await buffer(archive));
}

test("the one program of an archive is unpacked, executable", async () => {
  const entries = [{ name: "LICENSE", content: "free" }, { name: "./coder", content: "program" }, { name: "coder.1" }];
  expect(await unpacked(entries)).toEqual({ content: "program", mode: 0o755 });
});

test.each([
  ["without the program", [{ name: "README.md" }], "holds no file"],
  ["with two of it", [{ name: "coder" }, { name: "other/coder" }], 'holds "coder" and "other/coder"'],
  ["with a link", [{ name: "coder", linkname: "/bin/sh" }], "as a link or device"],
])("an archive %s is refused", async (_, entries, said) => {
  await expect(unpacked(entries)).rejects.toMatchObject({
    code: "download.archive",
    message: expect.stringContaining(said),
  });
});

test("what is no archive, or ends too soon, is refused", async () => {
  const whole = await packed([{ name: "coder", content: "x".repeat(100_000) }]);
  for (const bytes of [Buffer.from("no archive"), whole.subarray(0, whole.length / 2)])
    await expect(unpacked(bytes)).rejects.toMatchObject({ code: "download.archive" });
});
