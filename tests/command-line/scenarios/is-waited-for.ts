import { test } from "vitest";
import { meet } from "./meet.ts";

test("is waited for", { meta: { subject: "module", requirement: "LOGIN-04", token: "custom" } }, meet);
