import { test } from "vitest";

test("registers another", { meta: { subject: "module", requirement: "LOGIN-02", token: "custom" } }, () => {});
