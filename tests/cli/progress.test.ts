import { expect, test, vi } from "vitest";
import { createProgress } from "../../harness/cli/run/progress.ts";
import { createRedactor } from "../../harness/redaction/index.ts";
import type { RunResult } from "../../harness/run/scenarios/index.ts";
import { blocked, failing } from "../report/sample.ts";

test("a blocked result comes after the failure that blocks it, and otherwise last", () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const of = (result: Omit<RunResult, "subject">): RunResult => ({ ...result, subject: "module" });
  {
    using progress = createProgress(process.stderr, {
      verbose: false,
      redactor: createRedactor(),
      signal: new AbortController().signal,
    });
    progress.ended("CLI-05 old", of({ ...blocked, blockedBy: "CLI-01" }));
    progress.ended("LOGIN-01 logs-in [oidc]", of(blocked));
    progress.ended("LOGIN-06 refused [custom]", of(failing));
    progress.ended("LOGIN-07 later [custom]", of(blocked));
  }

  const said = write.mock.calls.map(([text]) => String(text)).join("");
  write.mockRestore();
  const lines = said.split("\n").filter((line) => /^[A-Z]/.test(line));
  expect(lines.map((line) => line.replace(/ \(\d.*? s\)/, ""))).toEqual([
    "FAIL LOGIN-06 refused [custom]",
    "BLOCKED LOGIN-01 logs-in [oidc]: blocked by LOGIN-06",
    "BLOCKED LOGIN-07 later [custom]: blocked by LOGIN-06",
    "BLOCKED CLI-05 old: blocked by CLI-01",
  ]);
});
