import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../harness/model/report/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { repositoryCommand } from "../../tools/conformance/repository-command.ts";
import { readMatrix } from "../../tools/mutants/files.ts";
import { columns, type JudgedMutant, judged, type KillMatrix, type Outcomes } from "../../tools/mutants/kill-matrix.ts";
import { mutants } from "../../tools/mutants/mutants.ts";
import { killMatrixDocument } from "../../tools/mutants/render.ts";

const command = (args: readonly string[]) => repositoryCommand("tools/mutants/main.ts", args);
const temporary = (): ReturnType<typeof mkdtempDisposable> => mkdtempDisposable(join(tmpdir(), "mutants-test-"));

/** What makes a real run the shortest. */
const tiny: readonly string[] = ["--only", "mount-*", "--against", "PATH-02", "--token", "custom"];

/** Every mutant, caught by the requirement that must and by no other. */
const caught: readonly JudgedMutant[] = mutants.map((mutant) =>
  judged(mutant, Object.fromEntries(columns.map((id) => [id, id === mutant.caughtBy ? "fail" : "pass"]))),
);

function matrixOf(rows: readonly JudgedMutant[], about: Partial<KillMatrix> = {}): KillMatrix {
  return { schemaVersion: 1, madeWith: [], tokens: ["custom"], requirements: columns, mutants: rows, ...about };
}

/** A folder for each part, as `--out` leaves it, below one that is given. */
async function written(folder: string, parts: readonly KillMatrix[]): Promise<readonly string[]> {
  return await Promise.all(
    parts.map(async (part, at) => {
      const path = join(folder, `part-${at}`);
      await mkdir(path);
      await writeFile(join(path, "kill-matrix.json"), JSON.stringify(part));
      return path;
    }),
  );
}

describe("the kill matrix", () => {
  test("of a part is written where it is told, for readers and for programs", async () => {
    await using out = await temporary();

    const ended = await command([...tiny, "--out", out.path]);

    expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining("1 of 1 mutants caught") });
    const matrix = await readMatrix(out.path);
    expect(matrix.mutants).toMatchObject([{ mutant: "mount-is-hard-coded", outcomes: { "PATH-02": "fail" } }]);
    expect(matrix.madeWith).toMatchObject([{ runtime: "process" }]);
    expect(await readFile(join(out.path, "kill-matrix.md"), "utf8")).toBe(killMatrixDocument(matrix));
  });

  test("of a part does not take the whole's place", async () => {
    const docs = () => readdir(join(packageFolder, "docs"));
    const before = await docs();

    const ended = await command(tiny);

    expect(ended).toMatchObject({ status: 0, stderr: expect.stringContaining("not written") });
    expect(await docs()).toEqual(before);
  });

  test("is put together from its shards", async () => {
    await using folder = await temporary();
    const halves = [0, 1].map((half) => matrixOf(caught.filter((_, at) => at % 2 === half)));
    const out = join(folder.path, "out");

    const ended = await command(["merge", ...(await written(folder.path, halves)), "--out", out]);

    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    expect(await readMatrix(out)).toEqual(matrixOf(caught));
  });

  test("is put together from its columns, of which a failure counts more than a pass", async () => {
    await using folder = await temporary();
    const only = (id: string, outcome: Outcome) => caught.map((row) => ({ ...row, outcomes: { [id]: outcome } }));
    const parts = [
      matrixOf(caught),
      matrixOf(only("JWT-01", "pass"), { tokens: ["oidc"] }),
      matrixOf(only("POLICY-01", "fail"), { tokens: ["oidc"] }),
    ];
    const out = join(folder.path, "out");

    await command(["merge", ...(await written(folder.path, parts)), "--out", out]);

    const { tokens, mutants: rows } = await readMatrix(out);
    expect(tokens).toEqual(["oidc", "custom"]);
    const outcomesAt = (id: string) =>
      new Set(rows.map(({ caughtBy, outcomes }) => (caughtBy === id ? "own" : outcomes[id])));
    expect(outcomesAt("JWT-01")).toEqual(new Set(["pass", "own"]));
    expect(outcomesAt("POLICY-01")).toEqual(new Set(["fail", "own"]));
  });

  test.for<[what: string, outcome: Outcome, at: "caughtBy" | "unrelated", said: RegExp]>([
    ["survives", "pass", "caughtBy", /survives/],
    ["is only blocked where it must be caught", "blocked", "caughtBy", /survives/],
    ["fails what is not related", "fail", "unrelated", /is not related/],
    ["could not be judged", "error", "caughtBy", /could not tell/],
    ["could not be judged elsewhere", "error", "unrelated", /could not tell/],
  ])("with a mutant that %s fails the command", async ([, outcome, at, said]) => {
    await using folder = await temporary();
    // It may fail nothing but the requirement that must catch it.
    const [lonely] = caught.filter(({ alsoFails }) => alsoFails.length === 0);
    const column = at === "caughtBy" ? lonely?.caughtBy : columns.find((id) => id !== lonely?.caughtBy);
    const rows = caught.map((row) =>
      row === lonely ? { ...row, outcomes: { ...row.outcomes, [column ?? ""]: outcome } } : row,
    );

    const parts = await written(folder.path, [matrixOf(rows)]);
    const ended = await command(["merge", ...parts, "--out", folder.path]);

    expect(ended).toMatchObject({ status: 1, stdout: expect.stringMatching(said) });
  });
});

test("what a mutant blocks needs no word in its patch", async () => {
  await using folder = await temporary();
  const outcomesOf = (caughtBy: string): Outcomes =>
    Object.fromEntries(columns.map((id) => [id, id === caughtBy ? "fail" : "blocked"]));
  const rows = mutants.map((mutant) => judged(mutant, outcomesOf(mutant.caughtBy)));

  const ended = await command(["merge", ...(await written(folder.path, [matrixOf(rows)])), "--out", folder.path]);

  expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining("b blocked by another requirement") });
});

describe("a command line that is wrong", () => {
  test.for<[args: readonly string[], said: RegExp]>([
    [["--frobnicate"], /--frobnicate/],
    [["--only", "no-such-*"], /no mutant no-such-\*/],
    [["--jobs", "0"], /--jobs.*"0"/],
    [["--shard", "3/2"], /--shard.*"3\/2"/],
    [["--only", "latest-by-text-*", "--shard", "2/2"], /at most 1 shards/],
    [["--token", "saml"], /saml.*oidc, custom/],
    [["--only", "latest-by-*", "--against", "CLI-99"], /CLI-99/],
    [["merge", "nowhere", "--out", "nowhere"], /nowhere\/kill-matrix.json/],
    [["merge", "nowhere"], /--out/],
  ])("%j", async ([args, said]) => {
    const ended = await command(args);

    expect(ended, ended.stderr).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr.replaceAll("\n", " ")).toMatch(said);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  test.for<[what: string, parts: readonly KillMatrix[], said: RegExp]>([
    ["lack a mutant", [matrixOf(caught.slice(1))], /is in no part/],
    ["have a requirement that is gone", [matrixOf(caught, { requirements: ["LOGIN-99"] })], /no requirement LOGIN-99/],
  ])("parts that %s", async ([, parts, said]) => {
    await using folder = await temporary();
    const out = join(folder.path, "out");

    const ended = await command(["merge", ...(await written(folder.path, parts)), "--out", out]);

    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(said) });
    expect(await readdir(folder.path)).not.toContain("out");
  });
});
