import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Cell } from "../../harness/model/index.ts";
import type { Outcome, Report, ScenarioResult } from "../../harness/model/report/index.ts";
import { renderHtml } from "../../harness/render/index.ts";
import { randomFrom } from "../../tools/chance.ts";
import { largeReport } from "./large.ts";
import {
  blocked,
  failing,
  hostile,
  hostileFailure,
  refusal,
  sampleCell,
  sampleInput,
  sampleReport,
  sampleResult,
} from "./sample.ts";

const mebibyte = 1024 * 1024;

function matchesOf(page: string, pattern: RegExp): readonly string[] {
  return [...page.matchAll(pattern)].map(([whole, part]) => part ?? whole);
}

/** Every tag with the names of its attributes, in order; what is the page's own stays as it is. */
function structureOf(page: string): readonly string[] {
  return matchesOf(page, /<[^>]*>/g).map((tag) => tag.replace(/="[^"]*"/g, ""));
}

/** What a reader sees, roughly: the page without its tags. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf("<body>"), page.indexOf("<script"));
  return body.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
}

function plain(part: string): string {
  return part.replace(/<[^>]*>/g, "");
}

describe("the verdict", () => {
  test.each([
    ["pass", "✓", "Conforms", "The one requirement that was checked passes."],
    ["fail", "✗", "Does not conform", "1 of 1 requirement fails."],
    ["error", "!", "No verdict", "but 1 ended in an error"],
    ["unsupported", "–", "No verdict", "Nothing could be checked"],
  ] satisfies [Outcome, string, string, string][])("%s is told first", (outcome, mark, word, sentence) => {
    const text = textOf(renderHtml(sampleReport([sampleResult({ outcome })])));

    expect(text).toMatch(new RegExp(`^ ?Skip to the requirements +vault-jwt conformance report +${mark} +${word}`));
    expect(text).toContain(sentence);
  });

  test("says in how many cells it fails", () => {
    const results = [sampleResult({}), failing, sampleResult({ cell: "vault" })];
    const report = sampleReport(results, { cells: [sampleCell("openbao"), sampleCell("vault")] });

    expect(textOf(renderHtml(report))).toContain("1 of 2 requirements fails, in 1 of 2 cells.");
  });
});

test("cells have short names: the server, and what is not as in most of them", () => {
  const vault = { name: "vault", version: "1.20.4" };
  const onVault = (id: string, changes: Partial<Cell>): Cell => ({
    ...sampleCell(id),
    server: vault,
    cli: { ...vault, archives: "stand-in" },
    ...changes,
  });
  const cells = [
    onVault("a", {}),
    onVault("b", { agent: "no-sudo" }),
    onVault("c", { terraform: { name: "tofu", version: "1.12.6" }, agent: "alpine-like" }),
    onVault("d", { cli: { name: "vault", version: "1.17.0", archives: "stand-in" } }),
    onVault("e", { providers: { "coder/coder": "2.20.0" } }),
    onVault("f", {
      server: { name: "openbao", version: "2.7.2" },
      cli: { name: "openbao", version: "2.7.2", archives: "stand-in" },
    }),
    onVault("g", {}),
  ];
  const page = renderHtml(sampleReport([sampleResult({ cell: "a" })], { cells }));

  expect(matchesOf(page, /<span class="column">([^<]*)</g)).toEqual([
    "vault 1.20.4",
    "vault 1.20.4 · no-sudo",
    "vault 1.20.4 · alpine-like · tofu 1.12.6",
    "vault 1.20.4 · CLI vault 1.17.0",
    "vault 1.20.4 · coder/coder 2.20.0",
    "openbao 2.7.2",
    "vault 1.20.4 #7",
  ]);
});

describe("a failure", () => {
  const page = renderHtml(sampleReport([failing, sampleResult({})]));
  const text = textOf(page);

  test.each([
    ["what was expected", refusal.expected],
    ["what was observed", refusal.observed],
    ["a diagnosis", "The script does not look at what `vault write` returned."],
    ["the build", "Workspace built terraform 1.11.4, coder/coder 2.13.1, debian image"],
    ["the script's end", "Start script: exit status 0 3 lines of log"],
    ["what Vault received and answered", "Vault received update auth/jwt/login +0.000 s"],
    [
      "a command to run it again",
      "run --only LOGIN-06 --token custom --module module --runtime process --server openbao@2.7.2",
    ],
  ])("has %s", (_, part) => {
    expect(text).toContain(part);
  });

  test("has its log with the telling lines marked", () => {
    expect(matchesOf(page, /<mark>([^<]*)<\/mark>/g)).toEqual(["Error writing data: permission denied"]);
  });

  test("marks the words of a shell's trace only where they are Vault's own", () => {
    const startupLog = "+ grep error /tmp/log\n+ echo 'wrong audience'\nwarning: old\nfine\n";
    const failure = { ...refusal, evidence: { ...refusal.evidence, startupLog } };
    const traced = renderHtml(sampleReport([{ ...failing, failure }]));

    expect(matchesOf(traced, /<mark>([^<]*)<\/mark>/g)).toEqual(["+ echo &#39;wrong audience&#39;", "warning: old"]);
  });

  test("has what the start was seen to do, folded", () => {
    const start = { files: ["/home/coder/jwt was created: mode 0644, 900 bytes"], processes: ["curl <script>"] };
    const failure = { ...refusal, evidence: { ...refusal.evidence, start } };
    const told = renderHtml(sampleReport([{ ...failing, failure }]));

    expect(matchesOf(told, /<summary>(?:Files|Programs)[^<]*<\/summary><pre tabindex="0">([^<]*)<\/pre>/g)).toEqual([
      "/home/coder/jwt was created: mode 0644, 900 bytes",
      "curl &lt;script&gt;",
    ]);
  });

  test("has the token's claims beside the role's bounds", () => {
    expect(text).toContain(
      "bound_audiences [&quot;https://vault.example.com&quot;] aud [&quot;https://elsewhere.example&quot;] ✗ no",
    );
  });

  test("of the harness is not called the module's to fix", () => {
    const erred = sampleResult({ outcome: "error", reason: "the server ended" });

    expect(textOf(renderHtml(sampleReport([erred])))).toContain(
      "What the harness could not tell 1 requirement, 1 result",
    );
  });

  test("of one case is not told of another", () => {
    const other: ScenarioResult = { ...failing, failure: { ...refusal, observed: "something else" } };
    const both = renderHtml(sampleReport([failing, sampleResult({}), other]));
    const observed = matchesOf(both, /<h4>Observed<\/h4><p class="said">([^<]*)</g);

    expect(observed).toEqual([refusal.observed, "something else"]);
    expect(matchesOf(both, /<details class="failure" id="([^"]*)"/g)).toEqual([
      "LOGIN-06/refused-login/custom/c1",
      "LOGIN-06/refused-login/custom/c1/2",
    ]);
  });
});

describe("what a requirement blocks", () => {
  const cli = sampleResult({ requirement: "CLI-05", outcome: "blocked", blockedBy: "LOGIN-06", reason: "It started." });

  test("is folded below its failure, each result with its link and what was seen instead", () => {
    const page = renderHtml(sampleReport([failing, { ...failing, token: "oidc" }, blocked, cli]));

    expect(matchesOf(page, /<details class="failure" (?:id="[^"]*" )?data-o="(\w+)"/g)).toEqual(["fail", "blocked"]);
    expect(matchesOf(page, /<li data-o="blocked"><a href="#([^"]*)">/g)).toEqual([
      "LOGIN-01/valid-login/oidc/c1",
      "CLI-05/valid-login/oidc/c1",
    ]);
    expect(textOf(page)).toContain("⊘ blocked LOGIN-06 fails; 2 results are blocked by it: LOGIN-01, CLI-05.");
    expect(textOf(page)).toContain("What to fix 1 requirement, 2 results, 2 blocked");
    expect(textOf(page)).toContain("CLI-05 valid-login oidc token It started.");
    expect(textOf(page)).toContain("refused-login oidc and custom token exit status 0");
    expect(textOf(page)).toContain("1 of 3 requirements fails. 2 others are blocked.");
    expect(page).toContain("2</b> blocked");
  });

  test("is there where the requirement is not", () => {
    const text = textOf(renderHtml(sampleReport([blocked])));

    expect(text).toContain("✗ Does not conform 1 of 1 requirement is blocked");
    expect(text).toContain("LOGIN-06 was not part of this run; 1 result is blocked by it: LOGIN-01.");
  });
});

describe("known failures", () => {
  const oidc: ScenarioResult = { ...failing, token: "oidc" };
  const entry = { requirement: "LOGIN-06", reason: "Vault says <little>.", owner: "sam", expires: "2026-01-01" };
  const sectionsOf = (report: Report) =>
    matchesOf(renderHtml(report), /<h2 id="(?:failures|known)">(.*?)<\/h2>/g).map(plain);

  test("have a section of their own, with the reason, its link and all details", () => {
    const known = [{ ...entry, token: "custom", link: "https://example.com/issues/7" } as const];
    const page = renderHtml(sampleReport([failing, oidc, sampleResult({ requirement: "CLI-05" })], { known }));
    const section = textOf(page).replace(/.*Known failures 1/, "");

    expect(sectionsOf(sampleReport([failing, oidc], { known }))).toEqual([
      "What to fix 1 requirement, 1 result",
      "Known failures 1 requirement, 1 result",
    ]);
    expect(page).toContain('Vault says &lt;little&gt;. <span class="quiet"><a href="https://example.com/issues/7">');
    expect(section).toMatch(/sam +until 2026-01-01/);
    expect(section).toMatch(/refused-login +custom token .*Expected .*Startup log/);
    expect(textOf(page)).toContain("1 of 2 requirements fails. 1 result is a known failure .");
  });

  test("are alone where nothing else failed, with what they block", () => {
    const known = [entry, { requirement: "LOGIN-01", reason: "It rests on LOGIN-06." }];

    expect(sectionsOf(sampleReport([failing, blocked], { known }))).toEqual([
      "Known failures 1 requirement, 1 result, 1 blocked",
    ]);
    expect(sectionsOf(sampleReport([failing, blocked], { known: [entry] }))).toEqual([
      "What to fix 1 requirement, 1 blocked",
      "Known failures 1 requirement, 1 result",
    ]);
  });

  test("say what does not hold any more, by the cells' short names", () => {
    const report = sampleReport([{ ...failing, outcome: "pass" }], { known: [entry] });

    expect(sectionsOf(report)).toEqual(["Known failures "]);
    expect(textOf(renderHtml(report))).toContain(
      "LOGIN-06 [custom] on openbao 2.7.2: passes, but is listed as fail: Vault",
    );
  });

  test("link to addresses of the web alone", () => {
    const known = [{ ...entry, link: "javascript:alert(1)" }];

    expect(renderHtml(sampleReport([failing], { known }))).not.toContain('href="javascript:');
  });
});

describe("a requirement", () => {
  const documented = {
    means: "People find out when they read their first secret.",
    basis: "A start that reports success without a login.",
    files: ["scenarios/login/refused.test.ts"],
  };
  const catalogue = sampleInput([]).catalogue.map((entry) =>
    entry.id === "LOGIN-06" ? { ...entry, ...documented } : entry,
  );
  const report = sampleReport([failing, sampleResult({}), sampleResult({ requirement: "CLI-05" })], { catalogue });
  const repository = "https://git.example.com/harness";
  const linksOf = (page: string) => matchesOf(page, / href="(https:[^"]*)"/g);

  test("is linked from its failures, and says why it is there, what checks it and where", () => {
    const page = renderHtml(report);
    const about = textOf(page).replace(/.*Requirement cell/, "");

    expect(page).toContain('<h3><a class="id" href="#LOGIN-06">LOGIN-06</a>');
    expect(page).toContain('<details id="LOGIN-06"><summary>');
    expect(about).toMatch(
      /Why +A start that reports success without a login\. +A failure +People find out .* +Page +docs\/requirements\.md#login-06 +Scenario +scenarios\/login\/refused\.test\.ts /,
    );
  });

  test("links to its page and its scenario where the harness has a repository on the web", () => {
    expect(linksOf(renderHtml(report, repository))).toEqual([
      `${repository}/blob/v0.1.0/docs/requirements.md#login-01`,
      `${repository}/blob/v0.1.0/docs/requirements.md#login-06`,
      `${repository}/blob/v0.1.0/scenarios/login/refused.test.ts`,
      `${repository}/blob/v0.1.0/docs/requirements.md#cli-05`,
    ]);
    expect(linksOf(renderHtml(report))).toEqual([]);
  });

  test("links nowhere else, whatever a report says", () => {
    const [first, ...others] = report.requirements;
    if (first === undefined) throw new TypeError("the report has requirements");
    const edited = {
      ...first,
      id: "../../x",
      files: ["../../../other/x", 'x" onclick="y', "https://elsewhere.example"],
    };

    expect(
      linksOf(renderHtml({ ...report, failures: [], requirements: [edited, ...others] }, repository)),
    ).toHaveLength(3);
  });
});

describe("a role's bounds", () => {
  test.each([
    ["an audience", { bound_audiences: ["a"] }, { aud: ["b", "a"] }, "✓ yes"],
    ["another audience", { bound_audiences: ["a"] }, { aud: "b" }, "✗ no"],
    ["no audience", { bound_audiences: [] }, { aud: "b" }, "not bound"],
    ["a subject that is missing", { bound_subject: "a" }, {}, "not there ✗ no"],
    ["a claim", { bound_claims: { group: "a" } }, { group: ["a", "b"] }, "✓ yes"],
    ["a glob", { bound_claims_type: "glob", bound_claims: { group: "a*c*e" } }, { group: "abcde" }, "✓ yes"],
    [
      "a glob that is too long",
      { bound_claims_type: "glob", bound_claims: { group: "ab*bc" } },
      { group: "abc" },
      "✗ no",
    ],
    ["a star where there are no globs", { bound_claims: { group: "a*" } }, { group: "ab" }, "✗ no"],
    ["a nested claim", { bound_claims: { "/org/a~1b": "x" } }, { org: { "a/b": "x" } }, "✓ yes"],
    ["a prototype's field", { user_claim: "constructor" }, {}, "not there ✗ no"],
    ["a role that is none", ["a"], { aud: "a" }, "not bound"],
  ])("%s", (_, role, claims, word) => {
    const failure = { ...refusal, evidence: { role, claims } };
    const text = textOf(renderHtml(sampleReport([{ ...failing, failure }])));
    const bounds = text.slice(text.indexOf("The token has Holds"), text.indexOf("All claims of the token"));

    expect(bounds).toContain(word);
  });
});

describe("the page", () => {
  const large = largeReport();
  const page = renderHtml(large);

  test("is the same for the same report", () => {
    expect(renderHtml(structuredClone(large))).toBe(page);
  });

  test("has an address for each result, and no link without one", () => {
    const ids = matchesOf(page, / id="([^"]*)"/g);
    const links = matchesOf(page, / href="#([^"]*)"/g);
    const results = large.requirements.reduce((sum, requirement) => sum + requirement.results.length, 0);

    expect(results).toBe(3000);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.includes("/"))).toHaveLength(results);
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  });

  test("is under 1.5 MiB for 20 cells of 150 results", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1.5 * mebibyte);
    expect(matchesOf(page, /<details class="failure" id="([^/"]*)/g)).toEqual(["LOGIN-06", "ROLE-05", "POLICY-04"]);
  });

  test("opens a failure where it is the only one, and shows what there is where there are several", () => {
    const isOpen = (report: Report) => matchesOf(renderHtml(report), /<details class="failure"[^>]*?( open)?>/g);

    expect(isOpen(sampleReport([failing, blocked]))).toEqual([" open", expect.stringContaining("<details")]);
    expect(isOpen(large).every((one) => one !== " open")).toBe(true);
  });

  test("is under 1.5 MiB where most of them fail, and tells of each requirement", () => {
    const failed = failedThroughout(large);
    const full = renderHtml(failed);
    const told = matchesOf(full, /<details class="failure" id="([^/"]*)/g);

    expect(Buffer.byteLength(full)).toBeLessThan(1.5 * mebibyte);
    expect(new Set(told)).toEqual(new Set(failed.requirements.map(({ id }) => id)));
    expect(textOf(full)).toContain("more results: listed below");
    expect(textOf(full)).toMatch(
      new RegExp(`What to fix ${failed.requirements.length} requirements, \\d+ of 3000 results`),
    );
  });

  test("lets nothing run but its own style and script, and loads nothing", () => {
    const [policy = ""] = matchesOf(page, /Content-Security-Policy" content="([^"]*)"/g);
    const hash = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

    expect(policy.split("; ")).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        `style-src ${hash(/<style>(.*)<\/style>/s.exec(page)?.[1])}`,
        `script-src ${hash(/<script type="module">(.*)<\/script>/s.exec(page)?.[1])}`,
      ]),
    );
    expect(matchesOf(page, / (?:src|href)="([^#"][^"]*)"/g).filter((url) => !url.startsWith("data:"))).toEqual([]);
    expect(matchesOf(page, / (?:style|on\w+)=/g)).toEqual([]);
  });

  test("says how to have the whole run again", () => {
    const text = textOf(renderHtml(sampleReport([failing])));

    expect(text).toContain(`Digest h1:${"A".repeat(43)}=`);
    expect(text).toContain(
      "run --module module --runtime process --server openbao@2.7.2 --agent debian --terraform terraform@1.11.4 --cli vault@1.17.0 --cli-archives stand-in",
    );
  });
});

describe("whatever a subject says", () => {
  const hostileId = { requirement: "LOGIN-06", scenario: hostile };
  const page = renderHtml(hostileReport(hostile));

  test("changes nothing of the structure", () => {
    const plain = hostile.replace(/[^\n]+/g, "plain");

    expect(structureOf(page)).toEqual(structureOf(renderHtml(hostileReport(plain))));
    expect(matchesOf(page, /<script/g)).toHaveLength(1);
  });

  test("changes nothing of it either where it is any mixture of what could", () => {
    const plain = structureOf(renderHtml(hostileReport("plain")));
    const parts = ["<", ">", "</", "&", ";", '"', "'", "=", "`", "--", "script", "style", "]]>", "\\", "$", "{", "\0"];
    const odd = ["\x1b", "\x9b", "\u202e", "\u2028", "\ud800", "\udc00", "\ufeff", "\ufffd", "#", "/", " ", "%"];
    const { below: next } = randomFrom(8);
    for (let round = 0; round < 300; round += 1) {
      const words = Array.from({ length: 1 + next(24) }, () => [...parts, ...odd][next(parts.length + odd.length)]);
      // Results are in the order of their scenarios' names, and a short refusal marks no line of the log.
      const text = `anything${words.join("")}`;
      expect(structureOf(renderHtml(hostileReport(text))), JSON.stringify(text)).toEqual(plain);
    }
  });

  test("is there to be read, and what cannot be seen as its escape", () => {
    for (const part of ["&lt;/script&gt;", String.raw`\x1b[2J`, String.raw`\u202e`, String.raw`\ud800`, "&amp;amp;"])
      expect(page).toContain(part);
    expect(page).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  function hostileReport(words: string): Report {
    const said = JSON.parse(
      JSON.stringify(hostileFailure).replaceAll(JSON.stringify(hostile), () => JSON.stringify(words)),
    );
    const input = sampleInput([said, { ...said, ...hostileId, scenario: words, outcome: "unsupported" }], {
      notes: [words],
      subject: { source: words, digest: `h1:${"A".repeat(43)}=`, version: words, variables: [words] },
      cells: [{ ...sampleCell("openbao"), providers: { [words]: words }, agent: words }],
    });
    return sampleReport(input.results, input);
  }
});

/** All results fail, as the first failure of the report did. */
function failedThroughout(report: Report): Report {
  const [first] = report.failures;
  if (first === undefined) throw new TypeError("the report has a failure");
  const { expected, observed, diagnosis, evidence } = first;
  const failure = { expected, observed, diagnosis, evidence };
  const results = report.requirements.flatMap(({ id, results: own }) =>
    own.map((result): ScenarioResult => ({ ...result, requirement: id, outcome: "fail", failure })),
  );
  const { tool, durationMs, subject, cells, requirements: catalogue } = report;
  return sampleReport(results, { tool, durationMs, subject, cells, catalogue });
}
