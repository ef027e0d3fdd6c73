import { execa } from "execa";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";

test("Vitest alone runs scenarios, against the module that SUBJECT names", async () => {
  const { exitCode, stdout } = await execa("npx", ["--no-install", "vitest", "run", "scenarios/path/default.test.ts"], {
    cwd: packageFolder,
    // This test runs in a Vitest of its own.
    env: { SUBJECT: "fixtures/conforming/http-login", VITEST: undefined, NO_COLOR: "1" },
    all: true,
    reject: false,
  });

  expect(exitCode, stdout).toBe(0);
  expect(stdout).toMatch(/✓ fixtures\/conforming\/http-login/);
  expect(stdout).toMatch(/Tests +2 passed \(2\)/);
});
