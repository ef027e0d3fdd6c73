import { expect, test } from "vitest";
import { complaintsIn, lastWordsIn, reasonFor } from "../../../harness/coder/control-plane/agent-log.ts";

const log = `2026-11-30 08:25:01.353 [debu]  routine exited  name="handle manifest"  error=<nil>
2026-11-30 08:25:01.390 [warn]  /tmp/a.log script failed  log_source_id=one  exit_code=255  error="fork/exec /bin/bash: argument list too long"
2026-11-30 08:25:01.445 [warn]  startup script(s) failed ...
    error= run agent script "two":
               github.com/coder/coder/v2/agent/agentscripts.(*Runner).Execute.func2
                   github.com/coder/coder/v2@v2.30.0/agent/agentscripts/agentscripts.go:228
             - open /missing/a.log script log file:
               github.com/coder/coder/v2/agent/agentscripts.(*Runner).run
2026-11-30 08:25:01.445 [info]  all is well
`;

test("complaints are told without times and without places in the source", () => {
  expect(complaintsIn(log)).toEqual([
    expect.stringMatching(/^\/tmp\/a\.log script failed .*too long"$/),
    'startup script(s) failed ... error= run agent script "two": - open /missing/a.log script log file:',
  ]);
});

test("the reason for a script is the error that names its source", () => {
  expect(reasonFor(log, "one")).toBe('"fork/exec /bin/bash: argument list too long"');
  expect(reasonFor(log, "two")).toContain("open /missing/a.log");
  expect(reasonFor(log, "three")).toBeUndefined();
});

test.each([
  ["panic: runtime error\n\ngoroutine 1 [running]:\n", "panic: runtime error"],
  ["Encountered an error\nunknown flag: --x\n", "unknown flag: --x"],
  ["", 'startup script(s) failed ... error= run agent script "two": - open /missing/a.log script log file:'],
])("the last words of an agent that printed %j", (errors, words) => {
  expect(lastWordsIn(log, errors)).toBe(words);
});
