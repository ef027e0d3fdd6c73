import { test } from "vitest";

test("takes all memory", { meta: { subject: "module", requirement: "LOGIN-01", token: "custom" } }, () => {
  const hoard: unknown[] = [];
  for (;;) hoard.push(new Array(100_000).fill(hoard.length));
});
