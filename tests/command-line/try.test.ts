import { expect, test } from "vitest";
import { repositoryCommand } from "../../tools/conformance/repository-command.ts";

const tryRequirement = (id: string) => repositoryCommand("tools/try/main.ts", [id]);

test("runs a requirement against the module, its mutants and the conforming modules", async () => {
  const ended = await tryRequirement("CLI-07");

  expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: "CLI-07 is complete." });
  expect(ended.stderr).toMatch(/^module\/: .* pass$/m);
  expect(ended.stderr).toMatch(/^mutants: (\d+) of \1 caught$/m);
  expect(ended.stderr.match(/^[\w-]+: 1 passed, 0 problems$/gm)?.length).toBeGreaterThan(4);
});

test("one that the catalogue does not have is a mistake", async () => {
  expect(await tryRequirement("LOGIN-99")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("The catalogue has no requirement LOGIN-99."),
  });
});
