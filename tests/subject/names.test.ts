import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSubjectFiles, subjectDigest } from "../../harness/subject/index.ts";
import { namesIn, namesInCopy, temporary, write } from "./tree.ts";

const base = { "main.tf": 'variable "vault_addr" {}\n' };
const code = 'resource "terraform_data" "added" {}\n';

async function digestWith(files: Readonly<Record<string, string>>): Promise<string> {
  await using folder = await temporary();
  await write(folder.path, { ...base, ...files });
  return await subjectDigest(folder.path);
}

/** What Terraform or OpenTofu takes for code, values or settings, by how its name ends. */
const endings = [
  ".tf",
  ".tf.json",
  ".tofu",
  ".tofu.json",
  "_override.tf",
  "_override.tf.json",
  "_override.tofu",
  ".tfvars",
  ".tfvars.json",
  ".auto.tfvars",
  ".auto.tfvars.json",
  ".tftest.hcl",
  ".tofutest.hcl",
  ".tftest.json",
  ".tfquery.hcl",
];
const whole = ["override.tf", "override.tf.json", "override.tofu", "terraform.tfvars", "terraform.tfvars.json"];
const whatCodeReads = ["run.sh", "a.tftpl", "a", "a.zip", "-", "a~", "#a#", "a.swp", "CACHEDIR.TAG", "Thumbs.db"];
/** Such as a name that was once left out. */
const beginnings = [
  "x",
  "x.tfstate",
  "terraform.tfstate",
  "x.tfstate.backup",
  ".x",
  ".terraform",
  ".git",
  "x.git",
  "ü",
];
const looksLikeState = [
  "terraform.TFSTATE",
  ".Terraform",
  ".Terraform/modules/a.sh",
  ".terraforM",
  "x.tfstate.BACKUP",
  "x.tfstate.bak",
  "x.tfstate~",
  "x.tfstate ",
  " .terraform",
  "x.tfstatе",
  "tfstate",
  "terraform.tfstate.d/x",
  "x.tfstate/main.tf",
  "terraform.tfstate.1700000000.backup",
  ".terraform.tfstate.lock.info",
  ".terraform.lock.hcl",
  ".terraformrc",
  ".terraformignore",
  ".tofu",
];
const hidden = [
  ".gitignore",
  ".gitattributes",
  ".gitmodules",
  ".Git/a",
  "GIT",
  ".github/a.tf",
  "a/.git",
  "a/.git/a.tf",
];
const odd = [
  "\ufeffmain.tf",
  "main.tf\u200b",
  "main.tf ",
  "main\u0301.tf",
  "a\tb.tf",
  "a\rb.tf",
  "\\..\\a.tf",
  "…",
  "\ufffd.tf",
];

const added = [
  ...beginnings.flatMap((beginning) => endings.map((ending) => beginning + ending)),
  ...[...whole, ...whatCodeReads, ...looksLikeState, ...hidden, ...odd],
].flatMap((name) => [name, `modules/a/${name}`]);

test("a file of any name that Terraform could read changes the digest and is copied", async () => {
  await using folder = await temporary();
  const before = await digestWith({});
  const unseen: string[] = [];
  for (const [at, name] of added.entries()) {
    const module = join(folder.path, String(at));
    await write(module, { ...base, [name]: code });
    const [digest, copied] = [await subjectDigest(module), await namesInCopy(module)];
    if (digest === before || !copied.includes(name)) unseen.push(name);
  }

  expect(unseen).toEqual([]);
  expect(added.length).toBeGreaterThan(300);
});

test("each of these names makes another digest", async () => {
  const digests = await Promise.all(added.map((name) => digestWith({ [name]: code })));

  expect(new Set(digests).size).toBe(new Set(added).size);
});

describe("two names that look alike are two files", () => {
  test.each([
    ["case twins", "a.tf", "A.tf"],
    ["two spellings of one letter", "\u00e9.tf", "e\u0301.tf"],
    ["a letter of another script", "a.tf", "\u0430.tf"],
    ["a wide letter", "a.tf", "\uff41.tf"],
    ["one that is not seen", "a.tf", "a\u200b.tf"],
  ])("%s", async (_, one, other) => {
    const [first, swapped] = [
      await digestWith({ [one]: "1", [other]: "2" }),
      await digestWith({ [one]: "2", [other]: "1" }),
    ];

    expect(first).not.toBe(swapped);
  });
});

describe("what Terraform keeps for itself", () => {
  const states = [
    "terraform.tfstate",
    "terraform.tfstate.backup",
    "x.tfstate",
    "x.tfstate.backup",
    ".tfstate",
    "x.tf.tfstate",
    ".terraform/modules/a/main.tf",
    ".terraform",
    ".terraform/x.tf",
  ].flatMap((name) => [name, `modules/a/${name}`]);

  test.each(states)("%s is refused by its name, or left out of digest and copy", async (name) => {
    await using folder = await temporary();
    await write(folder.path, { ...base, [name]: code });
    const told = name.replace(/(?<=\.terraform)\/.*/, "");

    const refused = subjectDigest(folder.path);

    await expect(refused).rejects.toMatchObject({ code: "subject.state", status: 2 });
    await expect(refused).rejects.toThrow(`contains state files or .terraform: ${told}.`);
    expect(await readSubjectFiles(folder.path, { ignoreState: true })).toMatchObject({
      files: [{ name: "main.tf" }],
      ignored: [told],
    });
    expect(await namesInCopy(folder.path, true)).toEqual(["main.tf"]);
  });
});

test.each([
  ["a file", (folder: string) => writeFile(path(folder, 0xff), code)],
  ["a folder", (folder: string) => mkdir(path(folder, 0xff))],
  ["half a character", (folder: string) => writeFile(path(folder, 0xc3), code)],
])("%s whose name is not UTF-8 is refused", async (_, make) => {
  await using folder = await temporary();
  await write(folder.path, base);
  await make(folder.path);

  await expect(subjectDigest(folder.path)).rejects.toMatchObject({ code: "subject.odd-name", status: 2 });
});

function path(folder: string, byte: number): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([byte]), Buffer.from(".tf")]);
}

test("a copy contains exactly what was hashed", async () => {
  await using folder = await temporary();
  const files = { ...base, "a/b/c.sh": "", "a/.git/x": "" };
  await write(folder.path, { ...files, ".git/x": "" });
  await mkdir(join(folder.path, "empty/too"), { recursive: true });

  expect(await namesInCopy(folder.path)).toEqual(Object.keys(files).toSorted());
  expect(await namesIn(folder.path)).toContain(".git/x");
});
