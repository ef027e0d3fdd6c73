import { test } from "vitest";
import { meet } from "./meet.ts";

test("waits for another", { meta: { subject: "module", requirement: "LOGIN-07", token: "custom" } }, meet);
