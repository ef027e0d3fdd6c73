import { describe, expect, test } from "vitest";
import { coderVersion } from "../../harness/artifacts/providers/index.ts";
import { expandMatrix } from "../../harness/matrix/index.ts";
import { matrixText, nameOf, parsed, versionsOf } from "./sample.ts";

const pinned = "\n  terraform: terraform@1.11.4\n  provider: coder/coder@2.13.1";

async function names(axes: string, rest = ""): Promise<readonly string[]> {
  return (await expandMatrix(parsed(matrixText(axes, rest)), versionsOf)).map(nameOf);
}

/** The versions that a word of the server axis becomes. */
async function versionsOfWord(word: string): Promise<readonly string[]> {
  const cells = await expandMatrix(parsed(matrixText(`  server: "${word}"`)), versionsOf);
  return cells.map(({ server }) => server.version);
}

test.each<readonly [string, readonly string[]]>([
  ["openbao", ["2.10.1"]],
  ["vault@latest", ["2.0.4"]],
  ["vault@1.13.0", ["1.13.0"]],
  ["vault@1.13.1+ent", ["1.13.1+ent"]],
  ["vault@2.1.0-rc1", ["2.1.0-rc1"]],
  ["openbao@>=2.6 <2.7.2", ["2.7.1", "2.7.0", "2.6.2", "2.6.1"]],
  ["openbao@2.6", ["2.6.2", "2.6.1"]],
  ["openbao@latest-3-minors", ["2.10.1", "2.7.2", "2.6.2"]],
  ["vault@latest-2-minors", ["2.0.4", "1.21.4"]],
  ["vault@>=1.20", ["2.0.4", "2.0.3", "1.21.4", "1.20.0"]],
  ["vault@lts", ["1.19.5", "1.16.3"]],
])("%s becomes %j", async (word, versions) => {
  expect(await versionsOfWord(word)).toEqual(versions);
});

describe("the cells of a matrix", () => {
  test("have their defaults: the newest Terraform, the provider of a run, debian, and the server's program as CLI", async () => {
    expect(await expandMatrix(parsed(matrixText("  server: openbao@2.7.2")), versionsOf)).toEqual([
      {
        runtime: "auto",
        server: { name: "openbao", version: "2.7.2" },
        cli: { name: "openbao", version: "2.7.2" },
        terraform: { name: "terraform", version: "1.14.0" },
        agent: "debian",
        "agent-program": "imitated",
        provider: { address: "coder/coder", version: coderVersion },
        asked: {
          server: "openbao@2.7.2",
          cli: "server",
          terraform: "terraform",
          agent: "debian",
          runtime: "auto",
          provider: "coder/coder",
        },
      },
    ]);
  });

  test("are all combinations, the first axis varying most slowly", async () => {
    expect(await names(`  server: [openbao@2.7.2, vault@1.13.1]\n  cli: [server, openbao@2.6.1]${pinned}`)).toEqual([
      "openbao@2.7.2 = terraform@1.11.4 debian auto 2.13.1",
      "openbao@2.7.2 openbao@2.6.1 terraform@1.11.4 debian auto 2.13.1",
      "vault@1.13.1 = terraform@1.11.4 debian auto 2.13.1",
      "vault@1.13.1 openbao@2.6.1 terraform@1.11.4 debian auto 2.13.1",
    ]);
  });

  test("are there once, however often they are asked for", async () => {
    const axes = `  server: [openbao@2.7.2, openbao@2.7]\n  cli: [server, openbao@2.7.2]${pinned}`;
    const include = "include: [{ server: openbao@2.7.1, terraform: terraform@1.11.4, provider: coder/coder@2.13.1 }]";

    const cells = await expandMatrix(parsed(matrixText(axes, include)), versionsOf);

    expect(cells.map(nameOf)).toEqual([
      "openbao@2.7.2 = terraform@1.11.4 debian auto 2.13.1",
      "openbao@2.7.1 = terraform@1.11.4 debian auto 2.13.1",
      "openbao@2.7.1 openbao@2.7.2 terraform@1.11.4 debian auto 2.13.1",
      "openbao@2.7.0 = terraform@1.11.4 debian auto 2.13.1",
      "openbao@2.7.0 openbao@2.7.2 terraform@1.11.4 debian auto 2.13.1",
    ]);
    expect(cells[0]?.asked).toMatchObject({ server: "openbao@2.7.2", cli: "server" });
  });

  test.each<readonly [string, readonly string[]]>([
    ["{ server: openbao@<2.7 }", ["2.7.2 =", "2.7.2 openbao@2.6.1"]],
    ["{ cli: server }", ["2.7.2 openbao@2.6.1"]],
    ["{ cli: openbao@2.6.1 }", ["2.7.2 ="]],
    ["{ server: openbao@2.7.2, cli: openbao@<2.7 }", ["2.7.2 =", "2.6.1 ="]],
    ["{ server: openbao@latest-2-minors, cli: server }", ["2.7.2 openbao@2.6.1", "2.6.1 ="]],
  ])("are not what %s excludes", async (pattern, left) => {
    const axes = `  server: [openbao@2.7.2, openbao@2.6.1]\n  cli: [server, openbao@2.6.1]${pinned}`;

    const cells = await names(axes, `exclude:\n  - ${pattern}\n`);

    expect(cells).toEqual(left.map((name) => `openbao@${name} terraform@1.11.4 debian auto 2.13.1`));
  });

  test("are those that are included, even where the like of them is excluded", async () => {
    const rest = "exclude: [{ server: vault }]\ninclude: [{ server: vault@1.13.1, agent: [no-sudo, alpine-like] }]\n";

    expect(await names("  server: [openbao@2.7.2, vault@1.13.1]", rest)).toEqual([
      "openbao@2.7.2 = terraform@1.14.0 debian auto 2.13.1",
      "vault@1.13.1 = terraform@1.14.0 no-sudo auto 2.13.1",
      "vault@1.13.1 = terraform@1.14.0 alpine-like auto 2.13.1",
    ]);
  });
});

test("a program is looked up once, and not at all where its versions are exact", async () => {
  const asked: string[] = [];
  const text = matrixText(
    `  server: [openbao@2.7, openbao@latest, vault@1.13.1]\n  cli: [server, openbao@2.6]${pinned}`,
  );

  await expandMatrix(parsed(text), async (program) => {
    asked.push(program);
    return versionsOf(program);
  });

  expect(asked).toEqual(["openbao"]);
});

/** As many words as that, all of them exact versions. */
function many(count: number, program: string): string {
  return `[${Array.from({ length: count }, (_, at) => `${program}@1.0.${at}`).join(", ")}]`;
}

const large = `  server: ${many(50, "vault")}\n  cli: ${many(5, "vault")}`;

describe("an expansion is refused", () => {
  test.each<readonly [string, string, string]>([
    [
      "matrix.no-version",
      matrixText("  server: [openbao, openbao@>=3]"),
      "line 4, column 21: axes.server.1: openbao@>=3 matches none of the 7 known versions of openbao; the newest is 2.10.1",
    ],
    [
      "matrix.no-version",
      matrixText("  server: vault", "include: [{ server: vault, provider: coder/coder@1 }]"),
      "line 5, column 28: include.0.provider: coder/coder@1 matches none of the 2 known versions",
    ],
    [
      "matrix.excludes-nothing",
      matrixText("  server: vault", "exclude:\n  - { agent: no-sudo }\n"),
      "line 6, column 5: exclude.0: this matches no combination of the axes",
    ],
    [
      "matrix.excludes-all",
      matrixText("  server: [vault, openbao]", "exclude:\n  - { server: vault }\n  - { server: openbao }\n"),
      "line 5, column 1: exclude: this leaves no combination of the axes",
    ],
    ["matrix.too-many-cells", matrixText(large), "line 3, column 1: axes: this makes 250 cells"],
    [
      "matrix.too-many-cells",
      matrixText(
        `  server: ${many(1_000, "vault")}\n  cli: ${many(1_000, "vault")}\n  terraform: ${many(1_000, "tofu")}`,
      ),
      "this makes 1000000000 combinations",
    ],
  ])("%s", async (code, text, problem) => {
    await expect(expandMatrix(parsed(text), versionsOf)).rejects.toMatchObject({
      code,
      status: 2,
      message: expect.stringContaining(problem),
    });
  });

  test("where nothing is known of a program's versions", async () => {
    const expansion = expandMatrix(parsed(matrixText("  server: vault")), async () => []);
    await expect(expansion).rejects.toMatchObject({ code: "matrix.versions-unknown", status: 3 });
  });
});

test("more cells than are commonly meant are taken with --yes-all", async () => {
  expect(await expandMatrix(parsed(matrixText(large)), versionsOf, { yesAll: true })).toHaveLength(250);
});
