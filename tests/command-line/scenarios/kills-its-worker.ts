import { test } from "vitest";

test("kills its worker", { meta: { requirement: "LOGIN-03", token: "custom" } }, () => {
  process.reallyExit(7);
});
