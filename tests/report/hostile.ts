import type { Cell } from "../../harness/model/index.ts";
import type { Failure, Report, Result, VaultRequest } from "../../harness/model/report/index.ts";
import { failing, refusal, sampleCell, sampleReport, sampleResult } from "./sample.ts";

/** Pieces that some format, or someone who shows it, gives a meaning to. */
const pieces: readonly string[] = [
  ...["</script>", "<script>alert(1)</script>", "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#0;", "&", "<", ">"],
  ...["</failure></testcase>", "</details>", "</summary>", "</code>", "</text></svg>", "<img src=x onerror=alert(1)>"],
  ...[
    "\u001b[2J",
    "\u001b]0;title\u0007",
    "\u009b31m",
    "\u001b[",
    "\0",
    "\b",
    "\u007f",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "\v",
  ],
  ...[
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\u0085",
    "\ud800",
    "\udc00",
    "\uffff",
    "\u{1f511}",
    "\u{e0041}",
  ],
  ...[
    "|",
    "`",
    "```",
    "````",
    "~~~",
    "*",
    "**",
    "_",
    "#",
    "## ",
    "- ",
    "+ ",
    "1. ",
    "1) ",
    "> ",
    "---",
    "===",
    "\\",
    "    ",
  ],
  ...[
    "@someone",
    "@org/team",
    "#123",
    "GH-12",
    "org/repo#1",
    "!7",
    "$1$",
    "%9",
    "&3",
    "~bug",
    "^1",
    ":smile:",
    "[x](y)",
  ],
  ...["![x](http://example.com/y)", "http://example.com", "www.example.com", "mailto:a@b.example", "[^1]: x", "$$x$$"],
  ...["::error::x", "::set-output name=a::b", "::stop-commands::x", "##[error]x", "##vso[task.setvariable]x", "::"],
  ...[
    "##teamcity[message]",
    "section_start:1:x\r\u001b[0K",
    "/lgtm",
    "/close",
    "+++ x",
    "# EOF",
    "# HELP a b",
    '"',
    "'",
  ],
  ...[
    '"} 1',
    "{",
    "}",
    "a_total 1",
    "a",
    "word",
    " ",
    "  ",
    "é",
    "\u5909",
    "0",
    "\ufffd",
    "$(id)",
    "%s",
    "${HOME}",
    "=",
    "\n\n",
  ],
];

export function hostileText(random: () => number): string {
  const length = 1 + Math.floor(random() * 8);
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)] ?? "").join("");
}

const plain = sampleReport(
  [
    sampleResult({}),
    sampleResult({ cell: "vault" }),
    failing,
    { ...failing, scenario: "another", token: "none", outcome: "error" },
    sampleResult({ requirement: "CLI-05", outcome: "unsupported", reason: "no such agent" }),
    sampleResult({ requirement: "CLI-05", scenario: "blocked", outcome: "blocked", blockedBy: "LOGIN-06" }),
  ],
  { cells: [sampleCell("openbao"), sampleCell("vault")], notes: ["one", "two"] },
);

/** A report of always the same shape, whose every free text is what `said` gives; ids stay different from each other. */
export function reportSaying(said: () => string): Report {
  const ids = new Map<string, string>();
  const id = (word: string): string => {
    const known = ids.get(word) ?? `${said()}${ids.size}`;
    ids.set(word, known);
    return known;
  };
  const { subject, cells, requirements, failures } = plain;
  return {
    ...plain,
    tool: { name: said(), version: said() },
    subject: { ...subject, source: said(), version: said(), variables: [said()] },
    cells: cells.map((cell) => spoken(cell, id, said)),
    requirements: requirements.map((one) => ({
      ...one,
      id: id(one.id),
      title: said(),
      profile: said(),
      results: one.results.map((result) => named(result, id)).map((result) => ({ ...result, reason: said() })),
    })),
    failures: failures.map((failure) => told(named(failure, id), id, said)),
    notes: [said(), said()],
  };
}

type Id = (word: string) => string;

function named<T extends Result | Failure>(one: T, id: Id): T {
  const blocker = "blockedBy" in one && one.blockedBy !== undefined ? { blockedBy: id(one.blockedBy) } : {};
  return { ...one, ...blocker, scenario: id(one.scenario), cell: id(one.cell) };
}

function spoken(cell: Cell, id: Id, said: () => string): Cell {
  const program = () => ({ name: said(), version: said() });
  return {
    ...cell,
    id: id(cell.id),
    server: program(),
    cli: { ...cell.cli, ...program() },
    terraform: program(),
    providers: { [id("provider")]: said() },
    agent: said(),
  };
}

function told(failure: Failure, id: Id, said: () => string): Failure {
  const request = (): VaultRequest => ({
    time: said(),
    operation: said(),
    path: said(),
    namespace: said(),
    error: said(),
  });
  return {
    ...failure,
    requirement: id(failure.requirement),
    // A text of blanks alone would be left out.
    expected: `x${said()}`,
    observed: `x${said()}`,
    // One that says what those say would be left out, too.
    diagnosis: `z${said()}`,
    evidence: {
      ...refusal.evidence,
      startupLog: `x${said()}\n${said()}`,
      vaultRequests: [request(), { ...request(), received: { [id("name")]: said() }, answered: said() }],
      claims: { [id("claim")]: said() },
      role: said(),
      policy: said(),
    },
  };
}
