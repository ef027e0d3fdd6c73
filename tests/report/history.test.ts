import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Outcome, Report } from "../../harness/model/report/index.ts";
import { addToHistory } from "../../harness/output/index.ts";
import { renderHtml } from "../../harness/render/index.ts";
import type { ReportInput } from "../../harness/report/index.ts";
import { hostile, sampleCell, sampleReport, sampleResult } from "./sample.ts";

interface Folder extends AsyncDisposable {
  readonly path: string;
}

async function emptyFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "vault-jwt-history-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The report of a night, by its number. */
function night(day: number, outcome: Outcome, changes: Partial<ReportInput> = {}): Report {
  const startedAt = new Date(Date.UTC(2026, 0, day));
  const blocker = outcome === "blocked" ? { blockedBy: "LOGIN-06" } : {};
  return sampleReport([sampleResult({ outcome, ...blocker }), sampleResult({ requirement: "CLI-05" })], {
    startedAt,
    ...changes,
  });
}

async function added(folder: Folder, ...nights: readonly Report[]): Promise<string> {
  let text = "";
  for (const report of nights) ({ text } = await addToHistory(report, folder.path));
  return text;
}

describe("a history", () => {
  test("has a file for each run, and the same run once", async () => {
    await using folder = await emptyFolder();

    const text = await added(folder, night(1, "pass"), night(2, "pass"), night(2, "pass"));

    expect(text).toMatch(/^The history has 2 runs, 0 flips /);
    expect((await readdir(folder.path)).sort()).toEqual([
      "history.html",
      ...[1, 2].map((day) => expect.stringMatching(`^run-2026010${day}T000000000Z-[0-9a-f]{16}\\.json$`)),
    ]);
  });

  test("names what flipped while nothing changed that it depends on", async () => {
    await using folder = await emptyFolder();

    const text = await added(folder, night(1, "pass"), night(2, "blocked"), night(3, "pass"));

    expect(text).toContain(
      "  flipped: LOGIN-01 valid-login [oidc] on openbao: pass → blocked → pass, last at 2026-01-03",
    );
  });

  const { subject } = night(1, "pass");
  const cell = sampleCell("openbao");
  test.each<[string, Partial<ReportInput>]>([
    ["the module", { subject: { ...subject, digest: `h1:${"B".repeat(43)}=` } }],
    ["the harness", { tool: { name: "vault-jwt-conformance", version: "0.2.0" } }],
    ["the server", { cells: [{ ...cell, server: { name: "openbao", version: "2.7.3" } }] }],
    ["the CLI", { cells: [{ ...cell, cli: { ...cell.cli, version: "1.18.0" } }] }],
    ["Terraform", { cells: [{ ...cell, terraform: { name: "terraform", version: "1.12.0" } }] }],
  ])("calls nothing a flip that came with another version of %s", async (_, changes) => {
    await using folder = await emptyFolder();

    expect(await added(folder, night(1, "pass"), night(2, "fail", changes))).toMatch(/ 0 flips /);
  });

  test("has a picture of each requirement in each cell, night by night, which loads nothing", async () => {
    await using folder = await emptyFolder();
    await added(folder, night(1, "pass"), night(2, "fail"), night(3, "unsupported"));

    const page = await readFile(join(folder.path, "history.html"), "utf8");

    expect(page).toMatch(/<h3>openbao<\/h3>/);
    expect(page.match(/LOGIN-01<\/th>((?:<td[^>]*>[^<]*<\/td>)+)/)?.[1]?.replace(/<[^>]*>/g, "")).toBe("✓✗–");
    expect(page).toMatch(/default-src 'none'/);
    expect(page.replace(/href="data:/, "")).not.toMatch(/<script|href=|src=|url\(|@import/);
  });

  test("has a page that looks like that of a report, and says first what the latest run came to", async () => {
    await using folder = await emptyFolder();
    await added(folder, night(1, "pass"), night(2, "fail"));

    const page = await readFile(join(folder.path, "history.html"), "utf8");
    const styleOf = (text: string) => /<style>(.*?)<\/style>/s.exec(text)?.[1];

    expect(styleOf(page)).toBe(styleOf(renderHtml(night(2, "fail"))));
    expect(page).toContain('<header class="verdict" data-o="fail">');
    expect(page).toContain("LOGIN-01 did not pass in the latest run, of 2026-01-02 00:00 UTC.");
    expect(page).toMatch(/What flipped <span class="quiet">1<\/span>/);
  });

  test("escapes whatever names are in it", async () => {
    await using folder = await emptyFolder();
    const changes = { cells: [sampleCell(hostile)], tool: { name: hostile, version: hostile } };
    const reports = (["pass", "fail"] as const).map((outcome, place) =>
      sampleReport([sampleResult({ cell: hostile, scenario: hostile, outcome })], {
        startedAt: new Date(place),
        ...changes,
      }),
    );

    const text = await added(folder, ...reports);
    const page = await readFile(join(folder.path, "history.html"), "utf8");

    expect(page.match(/<\w+/g)).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(1)");
    expect(text).toMatch(/ 1 flip /);
    for (const said of [page, text]) expect(said.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  test.each([
    ["is cut", (text: string) => text.slice(0, 100)],
    ["has a row that does not fit", (text: string) => text.replace('"outcomes":"p"', '"outcomes":"pp"')],
    ["is of another version", (text: string) => text.replace('"historyVersion":1', '"historyVersion":2')],
  ])("names a record that %s, and goes on without it", async (_, damage) => {
    await using folder = await emptyFolder();
    await added(folder, night(1, "pass"));
    const [name = ""] = (await readdir(folder.path)).filter((one) => one.startsWith("run-"));
    await writeFile(join(folder.path, name), damage(await readFile(join(folder.path, name), "utf8")));
    await mkdir(join(folder.path, `run-20260101T000000001Z-${"0".repeat(16)}.json`));

    const text = await added(folder, night(2, "fail"));

    expect(text).toMatch(/^The history has 1 run, 0 flips /);
    expect(text).toContain(`  damaged, and left out: ${name}\n`);
    expect(text).toContain("left out: run-20260101T000000001Z-0000000000000000.json\n");
  });

  test("takes many runs at the same time", async () => {
    await using folder = await emptyFolder();
    const nights = Array.from({ length: 12 }, (_, day) => night(day + 1, "pass"));

    await Promise.all(nights.map((report) => addToHistory(report, folder.path)));

    const names = await readdir(folder.path);
    expect(names.filter((name) => name.startsWith("run-"))).toHaveLength(12);
    expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(await added(folder, night(1, "pass"))).toMatch(/^The history has 12 runs/);
  });

  test("keeps little of a huge run", async () => {
    await using folder = await emptyFolder();
    const cells = Array.from({ length: 300 }, (_, place) => sampleCell(`cell-${place}`));
    const ids = Array.from({ length: 1_000 }, (_, place) => `LOGIN-${place}`);
    const results = cells.flatMap(({ id: cell }) => ids.map((requirement) => sampleResult({ cell, requirement })));
    const catalogue = ids.map((id) => ({ id, title: "It logs in", profile: "core" }));

    await added(folder, sampleReport(results, { cells, catalogue }));

    const sizes = await Promise.all(
      (await readdir(folder.path)).map(async (name) => (await stat(join(folder.path, name))).size),
    );
    expect(Math.max(...sizes)).toBeLessThan(8 * 1024 * 1024);
  });

  test("is refused where nothing can be written", async () => {
    await using folder = await emptyFolder();
    await writeFile(join(folder.path, "file"), "");

    await expect(addToHistory(night(1, "pass"), join(folder.path, "file"))).rejects.toMatchObject({
      code: "history.unwritable",
      status: 2,
    });
  });
});
