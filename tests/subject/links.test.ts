import { chmod, lstat, mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { copySubject, subjectDigest } from "../../harness/subject/index.ts";
import { temporary, write } from "./tree.ts";

const files = { "main.tf": "# main\n", "a/run.sh": "#!/bin/sh\n", ".git/code.tf": "# code\n" };

/** A module with a link, beside a file and a folder that are not the module's. */
async function withLinks(links: Readonly<Record<string, string>>): ReturnType<typeof temporary> {
  const place = await temporary();
  await write(place.path, { "outside.tf": "# outside\n", "beside/x.tf": "# beside\n" });
  await write(join(place.path, "module"), files);
  for (const [name, target] of Object.entries(links)) {
    await mkdir(dirname(join(place.path, "module", name)), { recursive: true });
    await symlink(target.replace("PLACE", place.path), join(place.path, "module", name));
  }
  return place;
}

describe("a link to a file of the module is that file", () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["beside it", { "link.tf": "main.tf" }],
    ["in a folder", { "link.tf": "a/../a/run.sh" }],
    ["from a folder", { "a/link.tf": "../main.tf" }],
    ["by another link", { "link.tf": "a/other.tf", "a/other.tf": "../main.tf" }],
    ["by a link to its folder", { "link.tf": "a/run.sh", "b.tf": "link.tf" }],
  ])("%s", async (_, links) => {
    await using place = await withLinks(links);
    await using same = await withLinks({});
    const contents = Object.keys(links).map(
      async (name): Promise<[string, string]> => [name, await readFile(join(place.path, "module", name), "utf8")],
    );
    await write(join(same.path, "module"), Object.fromEntries(await Promise.all(contents)));
    const digest = await subjectDigest(join(place.path, "module"));

    await copySubject({ folder: join(place.path, "module"), digest }, join(place.path, "copy"));

    expect(digest).toBe(await subjectDigest(join(same.path, "module")));
    for (const name of Object.keys(links))
      expect((await lstat(join(place.path, "copy", name))).isFile(), name).toBe(true);
  });
});

test("a link to a folder of the module is all of its files", async () => {
  await using place = await withLinks({ link: "a", "link.tf": "link/run.sh", "c/link": "../a" });
  await using same = await withLinks({});
  const script = files["a/run.sh"];
  await write(join(same.path, "module"), { "link/run.sh": script, "link.tf": script, "c/link/run.sh": script });

  const digest = await subjectDigest(join(place.path, "module"));
  await copySubject({ folder: join(place.path, "module"), digest }, join(place.path, "copy"));

  expect(digest).toBe(await subjectDigest(join(same.path, "module")));
  expect(await readFile(join(place.path, "copy/c/link/run.sh"), "utf8")).toBe(script);
});

describe("a link to anything else is refused", () => {
  test.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    ["a file outside", { "link.tf": "../outside.tf" }, /link\.tf leads out of the module, to "\.\.\/outside\.tf"/],
    ["a file outside, by another link", { "link.tf": "a/other", "a/other": "../../outside.tf" }, /leads out/],
    ["an absolute path", { "link.tf": "PLACE/outside.tf" }, /leads out/],
    ["an absolute path to the module itself", { "link.tf": "PLACE/module/main.tf" }, /leads out/],
    ["a way out and in again", { "link.tf": "../module/main.tf" }, /leads out/],
    ["a way out by a folder of the module", { "a/link.tf": "../a/../../module/main.tf" }, /leads out/],
    ["a device", { "link.tf": "/dev/zero" }, /leads out/],
    ["the process's own files", { "link.tf": "/proc/self/environ" }, /leads out/],
    ["a folder outside", { link: "../beside" }, /leads out/],
    ["the module's folder", { link: "." }, /leads to a folder with another link/],
    ["a folder with a link to one", { link: "b", "b/link": "../a" }, /link leads to a folder with another link/],
    ["a folder above", { "a/link": "../a" }, /leads to a folder with another link/],
    ["git's own data", { "link.tf": ".git/code.tf" }, /leads to what does not belong/],
    ["git's own folder", { link: ".git" }, /leads to what does not belong/],
    ["nothing", { "link.tf": "nowhere.tf" }, /link\.tf points at "nowhere\.tf", which does not exist/],
    ["itself", { "link.tf": "link.tf" }, /leads in a circle/],
    ["each other", { "link.tf": "other.tf", "other.tf": "link.tf" }, /leads in a circle/],
    ["below a file", { "link.tf": "main.tf/x" }, /does not exist/],
  ])("%s", async (_, links, problem) => {
    await using place = await withLinks(links);
    const refused = subjectDigest(join(place.path, "module"));

    await expect(refused).rejects.toMatchObject({ code: "subject.link", status: 2 });
    await expect(refused).rejects.toThrow(problem);
  });

  test("also to what is left out with the states", async () => {
    await using place = await withLinks({ "link.tf": "x.tfstate" });
    const module = join(place.path, "module");
    await write(module, { "x.tfstate": "# code\n" });

    await expect(
      copySubject({ folder: module, digest: "" }, join(place.path, "copy"), { ignoreState: true }),
    ).rejects.toMatchObject({
      code: "subject.link",
    });
  });

  test(".terraform is refused also where it is a link", async () => {
    await using place = await withLinks({ ".terraform": "../beside" });

    await expect(subjectDigest(join(place.path, "module"))).rejects.toMatchObject({ code: "subject.state" });
  });
});

describe("a copy", () => {
  test("of a module that changed after it was hashed is refused", async () => {
    await using place = await withLinks({});
    const folder = join(place.path, "module");
    const digest = await subjectDigest(folder);
    await write(folder, { "more.tf": "# more\n" });

    await expect(copySubject({ folder, digest }, join(place.path, "copy"))).rejects.toMatchObject({
      code: "subject.changed",
      status: 2,
    });
  });

  test("into a folder that contains something else is refused", async () => {
    await using place = await withLinks({});
    const folder = join(place.path, "module");

    await expect(
      copySubject({ folder, digest: await subjectDigest(folder) }, join(place.path, "beside")),
    ).rejects.toMatchObject({ code: "subject.changed" });
  });

  test("can be run where the module can, and removed where it is read-only", async () => {
    await using place = await withLinks({});
    const folder = join(place.path, "module");
    await chmod(join(folder, "a/run.sh"), 0o555);
    await mkdir(join(place.path, "copy"));

    await copySubject({ folder, digest: await subjectDigest(folder) }, join(place.path, "copy"));

    expect((await lstat(join(place.path, "copy/a/run.sh"))).mode & 0o777).toBe(0o755);
  });
});
