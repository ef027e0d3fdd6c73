import { createHash } from "node:crypto";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { reportOf } from "../../harness/cli/run/conclude.ts";
import { createProgress } from "../../harness/cli/run/progress.ts";
import { createRedactor } from "../../harness/redaction/index.ts";
import type { RunResult } from "../../harness/run/scenarios/index.ts";
import { failing, refusal, sampleCell, sampleReport } from "../report/sample.ts";

const token = `hvs.${createHash("shake256", { outputLength: 60 }).update("token").digest("base64url")}`;
const cell = sampleCell("openbao");
const base = { subject: "module", requirement: "LOGIN-06", token: "none", cell: cell.id, durationMs: 1 } as const;
const pieces = token.match(/.{1,6}/g) ?? [];

/** It says what only the other scenario knows. */
const saying: RunResult = {
  ...base,
  scenario: "refused",
  outcome: "error",
  reason: `it is ${token}`,
  notes: [token],
  failure: {
    ...refusal,
    observed: token,
    evidence: { startupLog: pieces.join("\\\n"), vaultRequests: [], claims: { list: pieces } },
  },
};
const knowing: RunResult = { ...base, scenario: "other", outcome: "pass", secrets: [["vault-token", token]] };

test("a secret of one scenario is taken out of what is said of another, and is in no report itself", () => {
  const redactor = createRedactor();
  const said = new PassThrough();
  const stream = Object.assign(said, { isTTY: false }) as unknown as NodeJS.WriteStream;
  using progress = createProgress(stream, { verbose: false, redactor, signal: new AbortController().signal });
  progress.ended("other", knowing);
  progress.ended("refused", saying);

  const report = reportOf(
    {
      subjects: [{ ...sampleReport([failing]).subject, folder: "", package: "", notes: [] }],
      cells: [],
      lacking: [{ cell, reason: "", scenarios: [], subjects: [] }],
      notes: [],
    },
    { results: [saying, knowing], startedAt: new Date(), leftOut: [], known: undefined },
    redactor,
  );

  for (const text of [JSON.stringify(report), String(said.read())]) {
    expect(text).toContain("<redacted:vault-token:");
    expect(pieces.filter((piece) => piece.length === 6 && text.includes(piece))).toEqual([]);
  }
});
