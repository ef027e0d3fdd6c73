import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expandMatrix, readMatrix } from "../../harness/matrix/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { matrixText, nameOf, parsed, versionsOf } from "./sample.ts";

const document = await readFile(join(packageFolder, "docs/matrix.md"), "utf8");

test("the example of docs/matrix.md makes the cells that it says", async () => {
  const [example = ""] = [...document.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1]);

  expect((await expandMatrix(parsed(example), versionsOf)).map(nameOf)).toEqual([
    "vault@1.16.3 = terraform@1.14.0 debian auto 2.13.1",
    ...["2.10.1", "2.10.0", "2.7.2", "2.7.1", "2.7.0", "2.6.2", "2.6.1"].flatMap((version) =>
      ["debian", "no-sudo"].map((agent) => `openbao@${version} = terraform@1.14.0 ${agent} auto 2.13.1`),
    ),
    "openbao@2.7.2 = terraform@1.11.4 debian auto 2.13.1",
    "openbao@2.7.2 = tofu@1.12.6 debian auto 2.13.1",
    "openbao@2.7.2 openbao@2.6.1 terraform@1.14.0 alpine-like auto 2.13.1",
  ]);
});

test("the words of its tables are words", async () => {
  const cells = [...document.matchAll(/^\| (`[^|]+) \|/gm)].map((match) => match[1] ?? "");
  const words = cells.flatMap((cell) =>
    [...cell.matchAll(/`((?:openbao|vault)(?:@[^`]+)?)`/g)].map((match) => match[1]),
  );

  expect(words).toHaveLength(8);
  for (const word of words)
    expect(await expandMatrix(parsed(matrixText(`  server: "${word}"`)), versionsOf)).not.toHaveLength(0);
});

test.each(["quick", "offline"])("it says how many cells %s has", async (name) => {
  const said = new RegExp(`^\\| \`${name}\` \\| (\\d+)`, "m").exec(document)?.[1];
  expect(await expandMatrix(await readMatrix(name, requirements), versionsOf)).toHaveLength(Number(said));
});
