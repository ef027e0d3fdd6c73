import { test } from "vitest";

test("runs one token", { meta: { subject: "module", requirement: "LOGIN-01", token: "custom" } }, () => {});
