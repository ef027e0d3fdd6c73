import { describe } from "vitest";

describe("registers nothing", () => {});
