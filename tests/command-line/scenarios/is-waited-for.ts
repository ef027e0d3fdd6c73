import { test } from "vitest";
import { meet } from "./meet.ts";

test("is waited for", { meta: { subject: "module", requirement: "LOGIN-01", token: "custom" } }, meet);
