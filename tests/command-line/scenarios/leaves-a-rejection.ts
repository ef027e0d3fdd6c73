import { test } from "vitest";

test("leaves a rejection", { meta: { subject: "module", requirement: "LOGIN-01", token: "custom" } }, async () => {
  void Promise.reject(new Error("nobody handles this"));
  await new Promise((resolve) => setImmediate(resolve));
});
