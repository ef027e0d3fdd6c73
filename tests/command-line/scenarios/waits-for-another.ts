import { test } from "vitest";
import { meet } from "./meet.ts";

test("waits for another", { meta: { requirement: "LOGIN-07", token: "custom" } }, meet);
