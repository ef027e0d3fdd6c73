import { describe, expect, test } from "vitest";
import type { Cell } from "../../harness/model/index.ts";
import type { Report } from "../../harness/model/report/index.ts";
import { renderConsole, renderHtml, renderMarkdown, rerunCommand } from "../../harness/render/index.ts";
import { mergeReports, parseReport } from "../../harness/report/index.ts";
import { failing, sampleCell, sampleInput, sampleReport, sampleResult } from "./sample.ts";

const sha256 = "1a2b3c4d".repeat(8);
const named: Cell = {
  ...sampleCell("openbao"),
  server: { name: "openbao", version: "2.7.2", sha256, origin: "named" },
  isolation: { workspaces: "bubblewrap", terraform: "unsandboxed" },
  overrides: ["--vault-binary", "--template"],
};
const template = { source: "templates/ours", parameters: {}, variables: [] };
const custom = sampleReport([failing], { cells: [named, sampleCell("vault"), sampleCell("older")], template });
const plain = sampleReport([failing]);

const renderings: readonly (readonly [string, (report: Report) => string])[] = [
  ["terminal", (report) => renderConsole(report, { colours: false, width: 200 })],
  ["page", renderHtml],
  ["comment", renderMarkdown],
];

describe.each(renderings)("the %s", (_, render) => {
  test("says what was not genuine, the template and the sandbox", () => {
    const text = asRead(render(custom));

    expect(text).toContain("The server openbao 2.7.2 (sha256 1a2b3c4d1a2b…) is an executable that an option named.");
    expect(text).toContain("The option --template replaced a part of the run.");
    expect(text).toContain("templates/ours");
    expect(text).toContain("workspaces in bubblewrap, Terraform unsandboxed");
  });

  test("says nothing of it for a report that does not say it", () => {
    expect(render(plain)).not.toMatch(/not genuine|unsandboxed|unknown origin/i);
  });
});

/** The text without what Markdown and HTML have for its characters. */
function asRead(text: string): string {
  return text.replaceAll("<!-- -->", "").replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

test("a report of an earlier version is read as it was", () => {
  expect(parseReport(JSON.stringify(plain), "report.json")).toEqual(plain);
  expect(parseReport(JSON.stringify(custom), "report.json")).toEqual(custom);
});

test("the command that runs a failure again asks for the server's executable", () => {
  expect(rerunCommand(custom, failing)).toContain("--server openbao@2.7.2 --vault-binary PATH");
  expect(rerunCommand(plain, failing)).not.toContain("--vault-binary");
});

test("and gives Terraform the network that it had", () => {
  const [cell] = plain.cells;
  const connected = { ...plain, cells: cell === undefined ? [] : [{ ...cell, overrides: ["--terraform-network"] }] };

  expect(rerunCommand(connected, failing)).toMatch(/ --terraform-network$/);
  expect(rerunCommand(plain, failing)).not.toContain("--terraform-network");
});

test.each<readonly [string, Partial<Cell>]>([
  ["server", { server: { name: "openbao", version: "2.7.2", sha256, origin: "package" } }],
  ["isolation", { isolation: { workspaces: "unshare", terraform: "unsandboxed" } }],
  ["overrides", { overrides: ["--providers"] }],
])("two cells of one name are not merged where their %s differs", (field, changes) => {
  const { catalogue } = sampleInput([]);
  const one = sampleReport([failing]);
  const cells = one.cells.map((cell) => ({ ...cell, ...changes }));
  const other = sampleReport([sampleResult({ requirement: "CLI-05" })], { cells });

  const merge = () =>
    mergeReports(
      [one, other].map((report, at) => ({ report, where: `${at}.json` })),
      catalogue,
    );

  expect(merge).toThrow(expect.objectContaining({ code: "report.other-cell", status: 2 }));
  expect(merge).toThrow(`is different (${field}) in 0.json and in 1.json.`);
});
