import { test } from "vitest";

test("plays one token", { meta: { requirement: "LOGIN-04", token: "custom" } }, () => {});
