import { test } from "vitest";
import { meet } from "./meet.ts";

test("waits for another", { meta: { subject: "module", requirement: "LOGIN-01", token: "custom" } }, meet);
