import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { subjectDigest } from "../../harness/subject/index.ts";
import { temporary, write } from "./tree.ts";

const tree = {
  "main.tf": 'variable "vault_addr" {}\n',
  "run.sh": "#!/bin/sh\n",
  "templates/a.tftpl": "x",
  "templates-b": "c",
  "Z.md": "",
  "ü/😀.txt": "ö",
  "ü/\uff5e.txt": "b",
};
/** What dirhash.HashDir(folder, "", dirhash.Hash1) of golang.org/x/mod v0.17.0 says of that tree. */
const hash = "h1:EB2DFvqzuL7b4cGtAYJMblStjeOzfYOdpQGvgYsbav8=";

describe("the digest of a module", () => {
  test("is the one that Go's module system has", async () => {
    await using folder = await temporary();
    await write(folder.path, tree);

    expect(await subjectDigest(folder.path)).toBe(hash);
  });

  test.each([
    ["a folder", { ".git/HEAD": "ref: refs/heads/main\n" }],
    ["a file, as in a worktree", { ".git": "gitdir: elsewhere\n" }],
  ])("leaves out .git at the top, which is %s", async (_, git) => {
    await using folder = await temporary();
    await write(folder.path, { ...tree, ...git });

    expect(await subjectDigest(folder.path)).toBe(hash);
  });

  test("is the same for a folder that is named by a link", async () => {
    await using folder = await temporary();
    await write(join(folder.path, "module"), tree);
    await symlink("module", join(folder.path, "link"));

    expect(await subjectDigest(join(folder.path, "link"))).toBe(hash);
  });

  test.each([
    ["a content", { "run.sh": "#!/bin/sh\n\n" }],
    ["a file more", { ".terraform.lock.hcl": "" }],
  ])("changes with %s", async (_, change) => {
    await using folder = await temporary();
    await write(folder.path, { ...tree, ...change });

    expect(await subjectDigest(folder.path)).not.toBe(hash);
  });

  test.each(["pipe", "main.tf.pipe.tf"])("does not wait for a FIFO called %s", async (name) => {
    await using folder = await temporary();
    await execa("mkfifo", [join(folder.path, name)]);

    await expect(subjectDigest(folder.path)).rejects.toMatchObject({ code: "subject.unreadable" });
  });

  test.each([
    ["subject.unreadable", "missing", {}],
    ["subject.odd-name", ".", { "a\nb": "" }],
  ])("%s is the caller's mistake", async (code, name, files) => {
    await using folder = await temporary();
    await write(folder.path, files);

    await expect(subjectDigest(join(folder.path, name))).rejects.toMatchObject({ code, status: 2 });
  });
});
