import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";

/** What becomes of scenario files that break the engine, each beside one that does not. */
async function outcomesOf(...files: readonly string[]): Promise<unknown> {
  const program = join(import.meta.dirname, "scenarios/run.ts");
  const { stdout } = await execa(process.execPath, ["--max-old-space-size=200", program, ...files], {
    stdin: "ignore",
    reject: false,
  });
  return JSON.parse(stdout);
}

const good = { scenario: "runs-one-token.ts", token: "custom", cell: "cell", outcome: "pass" };
const bad = { token: "custom", cell: "cell", outcome: "error" };

test("a scenario file that does not load is an error", async () => {
  expect(await outcomesOf("runs-one-token.ts", "does-not-load.ts")).toMatchObject([
    good,
    { ...bad, scenario: "does-not-load.ts", reason: expect.stringContaining("this file does not load") },
  ]);
});

test("a rejection that nobody handles is an error of the scenario in which it came up", async () => {
  const results = await outcomesOf("runs-one-token.ts", "leaves-a-rejection.ts");

  expect(results).toContainEqual(expect.objectContaining(good));
  expect(results).toContainEqual(
    expect.objectContaining({
      ...bad,
      scenario: "leaves-a-rejection.ts",
      reason: expect.stringContaining("nobody handles this"),
    }),
  );
});

test.each(["kills-its-worker.ts", "takes-all-memory.ts"])("a scenario that %s is an error", async (scenario) => {
  const results = await outcomesOf("runs-one-token.ts", scenario);

  expect(results).toHaveLength(2);
  expect(results).toContainEqual(expect.objectContaining({ ...bad, scenario, reason: expect.stringMatching(/./) }));
});

test.each([
  ["is-not-there.ts", "registered no scenario"],
  ["registers-nothing.ts", "registered no scenario"],
  ["registers-another.ts", "registers LOGIN-02"],
  ["registers-twice.ts", "registers its scenario twice"],
  [
    "registers-an-unknown-one.ts",
    "scenarios/registers-an-unknown-one.ts:3: the catalogue lists no single scenario LOGIN-99",
  ],
])("a scenario file that %s is an error", async (scenario, reason) => {
  expect(await outcomesOf("runs-one-token.ts", scenario)).toMatchObject([
    good,
    { ...bad, scenario, reason: expect.stringContaining(reason) },
  ]);
});

test("a scenario that waits takes no turn from one that works", async () => {
  const results = await outcomesOf("waits-for-another.ts", "is-waited-for.ts");

  expect(results).toHaveLength(2);
  for (const scenario of ["waits-for-another.ts", "is-waited-for.ts"]) {
    expect(results).toContainEqual(expect.objectContaining({ ...good, scenario }));
  }
});
