import { test } from "vitest";

test("kills its worker", { meta: { subject: "module", requirement: "LOGIN-01", token: "custom" } }, () => {
  // Vitest replaces process.exit.
  Reflect.apply(Reflect.get(process, "reallyExit"), process, [7]);
});
