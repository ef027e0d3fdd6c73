import { test } from "vitest";

test("plays one token", { meta: { subject: "module", requirement: "LOGIN-01", token: "custom" } }, () => {});
