import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { renderConsole, renderFailure } from "../../harness/render/index.ts";
import {
  blocked,
  failing,
  hostileFailure,
  refusal,
  sampleCell,
  sampleInput,
  sampleReport,
  sampleResult,
} from "./sample.ts";

const plain = { colours: false, width: 100 };
const report = sampleReport([sampleResult({}), sampleResult({ token: "custom" }), failing]);

describe("the console summary", () => {
  test("has a line for each requirement and the verdict last", () => {
    const lines = renderConsole(report, plain).trimEnd().split("\n");

    expect(lines.filter((line) => /^[✓✗] [A-Z]+-\d+ {2}/.test(line)).map((line) => line.replace(/ +/g, " "))).toEqual([
      "✓ LOGIN-01 A valid token and role log in pass oidc, custom",
      "✗ LOGIN-06 A refused login fails the start fail custom",
    ]);
    expect(lines.at(-1)).toBe("✗ Does not conform.");
  });

  test("tells of a failure all that it takes to act on it", () => {
    const text = renderConsole(report, plain);

    for (const part of [
      refusal.expected,
      refusal.observed,
      "Error writing data: permission denied",
      "400 wrong audience",
    ])
      expect(text).toContain(part);
    expect(text).toContain(
      "\n    npx vault-jwt-conformance run --only LOGIN-06 --token custom --module module --runtime process --server openbao@2.7.2 --agent debian\n",
    );
  });

  test("details the first failures, names the next ones and counts the rest", () => {
    const cells = Array.from({ length: 600 }, (_, place) => sampleCell(`cell-${place}`));
    const results = cells.map(({ id: cell }, place) => ({
      ...failing,
      cell,
      failure: { ...refusal, observed: `exit status ${place}` },
    }));
    const lines = renderConsole(sampleReport(results, { cells }), plain).split("\n");

    expect(lines).toContain("580 more, with their details in report.json, the first 500 of them:");
    expect(lines.filter((line) => line.startsWith("✗ LOGIN-06 fail:"))).toHaveLength(520);
  });

  test("tells failures in the same words once, with all tokens and cells", () => {
    const cells = ["a", "b"].map(sampleCell);
    const observed = (port: number, name: string) => `no answer at 127.0.0.1:${port} for workspace-${name}`;
    const results = (["oidc", "custom"] as const).flatMap((token, place) =>
      cells.map(({ id: cell }) => {
        const failure = { ...refusal, observed: observed(40_000 + place, `3eb6b7${place}${cell}`) };
        return { ...failing, token, cell, failure };
      }),
    );
    const lines = renderConsole(sampleReport(results, { cells }), plain).split("\n");

    expect(lines.filter((line) => line.startsWith("✗ LOGIN-06 fail:"))).toEqual([
      "✗ LOGIN-06 fail: refused-login, oidc and custom token, a, b",
    ]);
  });

  const cli = sampleResult({ requirement: "CLI-05", outcome: "blocked", blockedBy: "LOGIN-06", reason: "It started." });
  test("keeps titles whole where the output is no terminal", () => {
    const title = "A refused login fails the start, ".repeat(6).trim();
    const report = sampleReport([failing]);
    const long = { ...report, requirements: report.requirements.map((one) => ({ ...one, title })) };

    expect(renderConsole(long, plain)).not.toContain(title);
    expect(renderConsole(long, { ...plain, cutsTitles: false })).toContain(title);
  });

  test("shows what a blocked result saw where the run has no failure of what blocks it", () => {
    const text = renderConsole(sampleReport([{ ...blocked, reason: "expected a token, but it has none." }]), plain);

    expect(text).toContain("    - LOGIN-06 was not part of this run; 1 result is blocked by it: LOGIN-01.\n");
    expect(text).toContain("    - LOGIN-01: expected a token, but it has none.\n");
  });

  test("shows one cause on one screen before any detail, with what it blocks in one line", () => {
    const text = renderConsole(sampleReport([failing, { ...failing, token: "oidc" }, blocked, cli]), {
      ...plain,
      width: 120,
    });
    const causes = text.slice(text.indexOf("What to fix:"), text.indexOf("✗ LOGIN-06 fail:"));

    expect(causes).toBe(`What to fix:
  ✗ LOGIN-06  A refused login fails the start
    - refused-login, oidc and custom token: expected ${refusal.expected}; observed exit status 0, and the log
      says: Vault authentication complete!
    - LOGIN-06 fails; 2 results are blocked by it: LOGIN-01, CLI-05.

`);
    expect(text).toMatch(/^⊘ LOGIN-01 {2}A valid token and role log in .* oidc \(by LOGIN-06\)$/m);
    expect(text).toMatch(/: 0 passed, 2 failed, 2 blocked, 0 errors, 0 unsupported in .*\n✗ Does not conform\.\n$/);
  });

  test.each([
    ["was not part of this run", [blocked], "LOGIN-06 was not part of this run; 1 result is blocked by it: LOGIN-01."],
    [
      "passed",
      [{ ...failing, outcome: "pass" } as const, blocked],
      "LOGIN-06 passes here, yet 1 result is blocked by it: LOGIN-01.",
    ],
    [
      "has no verdict",
      [{ ...failing, outcome: "error" } as const, blocked],
      "LOGIN-06 could not be judged; 1 result is blocked by it: LOGIN-01.",
    ],
  ])("says so where what blocks results %s", (_, results, sentence) => {
    expect(renderConsole(sampleReport(results), plain)).toContain(`\n    - ${sentence}\n`);
  });

  test("tells what is derived with what it follows from", () => {
    const derived = { from: ["LOGIN-*"], scenario: "(derived)" };
    const compat = { id: "COMPAT-01", title: "Every server works", profile: "compatibility", derived };
    const catalogue = [...sampleInput([]).catalogue, compat];
    const matrix = { name: "offline", digest: `sha256:${"0".repeat(64)}` };
    const text = renderConsole(sampleReport([failing], { catalogue, matrix }), plain);

    expect(text).toContain("\n    - COMPAT-01 follows from it.\n");
    expect(text).not.toContain("✗ COMPAT-01 fail");
  });

  test("leaves out a diagnosis that says nothing else", () => {
    const { expected, observed } = refusal;
    const diagnoses = [
      `expected ${expected}, but ${observed}`,
      "files after a failure: expected [ 'notes' ], but it is [ 'notes', 'vault.zip' ]",
      "expected 1 to be 2\nWithout `env.VAULT_TOKEN` this scenario passes.",
      "It swallows the status.",
    ];
    const texts = diagnoses.map((diagnosis) =>
      renderConsole(sampleReport([{ ...failing, failure: { ...refusal, diagnosis } }]), plain),
    );

    expect(texts.map((text) => text.includes("\n  diagnosis\n"))).toEqual([false, false, true, true]);
    expect(texts[2]).toContain("\n  diagnosis\n    Without `env.VAULT_TOKEN` this scenario passes.\n");
  });

  test("gives the command for the template at hand, whose variables' values nobody has written down", () => {
    const template = { source: "my template", parameters: { "the region": "it's eu" }, variables: ["api_token"] };

    expect(renderConsole({ ...report, template }, plain)).toContain(
      String.raw`--token custom --module module --template 'my template' --parameter 'the region=it'\''s eu' --variable api_token=VALUE --runtime`,
    );
  });

  test("gives the command for a module of which something was left out", () => {
    const subject = { ...report.subject, ignored: [".terraform"] };

    expect(renderConsole({ ...report, subject }, plain)).toContain(
      "--token custom --module module --ignore-state --runtime process",
    );
  });

  test("gives the command for the module and the cell at hand", () => {
    const cells = [sampleCell("openbao"), sampleCell("other")];
    const subject = { ...report.subject, source: "my module's" };

    expect(renderConsole(sampleReport([failing], { cells, subject }), plain)).toContain(
      String.raw`--token custom --module 'my module'\''s' --runtime process --server openbao@2.7.2 --agent debian`,
    );
  });

  test.each([40, 72, 100])("keeps to %i columns, but for commands to copy", (width) => {
    const results = [{ ...failing, failure: { ...refusal, observed: "log ".repeat(80) + "x".repeat(300) } }];
    const lines = renderConsole(sampleReport(results, { notes: ["long ".repeat(60)] }), { colours: false, width });

    const tooLong = lines.split("\n").filter((line) => line.length > width && !line.includes("npx "));
    expect(tooLong).toEqual([]);
  });

  test("has colours only when asked, whatever the terminal", () => {
    const coloured = renderConsole(report, { colours: true, width: 100 });

    expect(coloured).toContain("\x1b[31m");
    expect(stripVTControlCharacters(coloured)).toBe(renderConsole(report, plain));
  });

  test("is ASCII where asked", () => {
    expect(renderConsole(report, { ...plain, unicode: false })).toMatch(/^[\n -~]*$/);
  });

  test("passes on nothing that a terminal would obey", () => {
    const text = renderConsole(sampleReport([hostileFailure], { notes: [hostileFailure.reason ?? ""] }), plain);

    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(text).toContain(String.raw`\x1b[2J\x1b]0;title\x07\x9b31m`);
  });

  test("passes on nothing that a CI system would obey, also where a line is broken", () => {
    const startupLog = `::error::x\n  ::set-output name=a::b\n${"y".repeat(70)} ::warning::z\n##[error]\na ##vso[task]\n`;
    const said = { ...failing, failure: { ...refusal, observed: "::stop-commands::x", evidence: { startupLog } } };
    const subject = { ...report.subject, source: "##[group]x" };
    const text = renderConsole(sampleReport([said], { subject, notes: ["::debug::x"] }), { colours: false, width: 80 });

    expect(text).not.toMatch(/^\s*::|##(?:\[|vso)/m);
    const shown = text.split("\n").filter((line) => line.includes(String.raw`\x3a:`));
    expect(shown.map((line) => line.trim())).toEqual([
      String.raw`\x3a:stop-commands::x`,
      String.raw`\x3a:warning::z`,
      String.raw`- \x3a:debug::x`,
    ]);
    expect(text).toContain(String.raw`--module $'\043#[group]x'`);
  });

  test("has at most fifteen lines below a failure, and says where the rest is", () => {
    const long = Array.from({ length: 60 }, (_, place) => `line ${place}`).join("\n");
    const failure = { ...refusal, expected: long, observed: long, evidence: { ...refusal.evidence, startupLog: long } };
    const text = renderConsole(sampleReport([{ ...failing, failure }]), { ...plain, folder: "my reports" });

    const below = text.slice(text.indexOf("✗ LOGIN-06 fail")).split("\n\n")[0]?.split("\n") ?? [];
    expect(below).toHaveLength(15);
    expect(below.at(-1)).toMatch(/^ {2}\(\d+ more lines in "my reports\/report\.html"\)$/);
    expect(below).toContain("    line 59");
    expect(renderFailure(failure, plain)[0]).toBe("  expected");
  });

  test("keeps what is known apart from what there is to fix", () => {
    const known = [{ requirement: "LOGIN-06", reason: "It is being fixed." }];
    const text = renderConsole(sampleReport([failing], { known }), plain);

    expect(text).toMatch(/Known failures:\n.*It is being fixed/);
    expect(text).not.toContain("✗ LOGIN-06 fail: ");
  });

  test("names what took the longest", () => {
    const results = Array.from({ length: 6 }, (_, place) => sampleResult({ durationMs: place * 1_000 }));

    expect(renderConsole(sampleReport(results), plain)).toMatch(/^Slowest: {2}LOGIN-01.* 5\.0 s, /m);
  });

  test.each([
    ["--profile core", "✓ Conforms to core."],
    ["--profile core hardened", "✓ Conforms to core, hardened."],
    ["--only LOGIN-01", "– Partial: nothing failed, but not everything ran."],
  ])("says of a run with %s what it proves", (filter, verdict) => {
    const report = sampleReport([sampleResult({})], { leftOut: [`Filtered: ${filter}.`] });

    expect(renderConsole(report, plain).trimEnd().split("\n").at(-1)).toBe(verdict);
  });

  test("shows the end of a long log, and names what was not checked", () => {
    const startupLog = Array.from({ length: 500 }, (_, place) => `line ${place + 1}`).join("\n");
    const text = renderConsole(
      sampleReport([
        { ...failing, failure: { ...refusal, evidence: { startupLog, vaultRequests: [] } } },
        sampleResult({ requirement: "CLI-05", outcome: "unsupported", reason: "this machine has no such agent" }),
      ]),
      plain,
    );

    expect(text).toMatch(/\n {2}startup log \(end\)\n(?: {4}line \d+\n)+ {4}line 500\n/);
    expect(text).toContain("(11 more lines in report.html)");
    expect(text).toContain("Vault received\n    nothing\n");
    expect(text).toContain("this machine has no such agent: CLI-05");
  });
});
