import { expect, test } from "vitest";
import { expandEnvironment } from "../../harness/coder/agent/expand-environment.ts";

test.for([
  ["$A", "value"],
  ["${A}", "value"],
  ["$A$B", "value$A"],
  ["$$", ""],
  ["p$Q$", "p$"],
  ["\\$A", "\\value"],
  ["$1", ""],
  ["$-x", "x"],
  ["${", ""],
  ["${A", "A"],
  ["${}", ""],
  ["$constructor", ""],
  ["a $", "a $"],
  ["$ a", "$ a"],
  ["$(A)", "$(A)"],
  ["$/", "$/"],
  ["$.", "$."],
])("6.3 %j becomes %j, by no way to escape it and once", ([value, expanded]) => {
  expect(expandEnvironment(value ?? "", { A: "value", B: "$A" })).toBe(expanded);
});
