import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { copySubject, givenFolder, readSubjectFiles, subjectDigest } from "../../harness/subject/index.ts";
import { slowly } from "../../harness/subject/slowly.ts";
import { type Files, namesIn, temporary, write } from "./tree.ts";

const beside: Files = { ".git/HEAD": "ref", "common/run.sh": "#!/bin/sh\n", "other/main.tf": "", "README.md": "" };
const leaving = 'locals {\n  script = file("${path.module}/../../common/run.sh")\n}\n';
const whole = ["../../README.md", "../../common/run.sh", "../../other/main.tf", "main.tf"];

async function repositoryWith(module: Files): ReturnType<typeof temporary> {
  const place = await temporary();
  await write(place.path, beside);
  await write(join(place.path, "modules/a"), module);
  return place;
}

async function namesOf(folder: string, root?: string): Promise<readonly string[]> {
  return (await readSubjectFiles(folder, { package: root })).files.map(({ name }) => name);
}

describe("the whole repository belongs to a module", () => {
  test.each<readonly [string, Files, readonly string[]]>([
    ["that reads a file of it", { "main.tf": leaving }, whole],
    ["that calls a module of it", { "main.tf": 'module "x" {\n  source = "../../other"\n}\n' }, whole],
    [
      "one of whose own modules reads a file of it",
      {
        "main.tf": 'module "x" {\n  source = "./sub"\n}\n',
        "sub/x.tf.json": JSON.stringify({ locals: { a: '${file("${path.module}/../../../common/run.sh")}' } }),
      },
      [...whole, "sub/x.tf.json"],
    ],
  ])("%s", async (_, module, names) => {
    await using place = await repositoryWith(module);

    expect(await namesOf(join(place.path, "modules/a"))).toEqual(names);
  });

  test("with a link into it", async () => {
    await using place = await repositoryWith({ "main.tf": "" });
    await symlink("../../common/run.sh", join(place.path, "modules/a/run.sh"));

    expect(await namesOf(join(place.path, "modules/a"))).toEqual([...whole, "run.sh"]);
  });
});

describe("its own folder is enough for a module", () => {
  test.each<readonly [string, Files]>([
    ["that stays in it", { "main.tf": 'module "x" {\n  source = "./sub"\n}\n', "sub/x.tf": "" }],
    ["that names what is not there", { "main.tf": 'locals {\n  a = try(file("${path.module}/../x"), "")\n}\n' }],
    [
      "whose example alone leaves it",
      { "main.tf": "", "examples/b/main.tf": 'module "x" {\n  source = "../../../../other"\n}\n' },
    ],
    ["that is the root of the repository", { "main.tf": "", ".git/HEAD": "ref" }],
  ])("%s", async (_, module) => {
    await using place = await repositoryWith(module);
    const names = Object.keys(module).filter((name) => !name.startsWith(".git"));

    expect(await namesOf(join(place.path, "modules/a"))).toEqual(names.toSorted());
  });

  test("also where an empty folder is all that it leads to", async () => {
    await using place = await repositoryWith({
      "main.tf": 'locals {\n  a = fileset("${path.module}/../empty", "*")\n}\n',
    });
    await mkdir(join(place.path, "modules/empty"));

    expect(await namesOf(join(place.path, "modules/a"))).toEqual(["main.tf"]);
  });
});

test("a package that is named goes before the repository, and a copy has all of it", async () => {
  await using place = await repositoryWith({ "main.tf": 'locals {\n  a = file("${path.module}/../b.txt")\n}\n' });
  await write(place.path, { "modules/b.txt": "b" });
  const { folder, package: root } = givenFolder(`${place.path}/modules//a`);
  const digest = await subjectDigest(folder, { package: root });

  const copied = await copySubject({ folder, digest, ...(root && { package: root }) }, join(place.path, "copy"));

  expect(await namesIn(join(place.path, "copy"))).toEqual(["a/main.tf", "b.txt"]);
  expect(copied).toEqual({ folder: join(place.path, "copy/a"), digest, package: join(place.path, "copy") });
  await expect(copySubject(copied, join(place.path, "again"))).resolves.toMatchObject({ digest });
});

test.for([
  ["a/b", "a/b", undefined],
  ["git::https://example.com/x.git//a", "git::https://example.com/x.git//a", undefined],
  ["/tmp//sub", "/tmp/sub", "/tmp"],
  ["//tmp", "//tmp", undefined],
] as const)("%s is the folder %s", ([word, folder, root]) => {
  expect(givenFolder(word)).toEqual({ folder, ...(root && { package: root }) });
});

describe("what leads out of the package is refused", () => {
  test.each<readonly [string, string, RegExp]>([
    [
      "a file",
      'locals {\n  a = file("${path.module}/../../../outside")\n}\n',
      /main\.tf .* refers to .*outside, outside of the package/,
    ],
    ["a module", 'module "a" {\n  source = "../../../beside"\n}\n', /beside, outside of the package/],
  ])("%s", async (_, code, problem) => {
    await using above = await temporary();
    await write(above.path, { outside: "", "beside/x.tf": "" });
    const repository = join(above.path, "repo");
    await write(repository, { ...beside, "modules/a/main.tf": code });

    const refused = namesOf(join(repository, "modules/a"));
    await expect(refused).rejects.toMatchObject({ code: "subject.outside", status: 2 });
    await expect(refused).rejects.toThrow(problem);
    await expect(namesOf(join(repository, "modules/a"), above.path)).resolves.toContain("../../README.md");
  });

  test("a link", async () => {
    await using place = await repositoryWith({ "main.tf": leaving });
    await symlink("../..", join(place.path, "other/link"));

    await expect(namesOf(join(place.path, "modules/a"))).rejects.toThrow(
      /other\/link leads out of the package, to "\.\.\/\.\."/,
    );
  });
});

test("a folder of many files is counted aloud, every two seconds", () => {
  const said: string[] = [];
  let time = 0;
  const count = slowly(
    "Hashing",
    "big",
    (message) => said.push(message),
    () => time,
  );
  for (const at of [...Array(12_000).keys()]) {
    if (at % 4_000 === 3_999) time += 1_000;
    count();
  }

  expect(said).toEqual(["Hashing big: 8,000 files so far…"]);
});
