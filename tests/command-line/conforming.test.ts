import { expect, test } from "vitest";
import { repositoryCommand } from "../../tools/conformance/repository-command.ts";

const file = "tools/conforming/main.ts";

test("the conforming command says what each module came to", async () => {
  const args = ["--runtime", "process", "--module", "home-only", "--only", "PATH-01"];

  const ended = await repositoryCommand(file, args);

  expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: "1 correct module on process, 0 problems" });
  expect(ended.stderr).toMatch(/^process home-only: 2 passed, 0 unsupported, 0 problems$/m);
});

test.for<[args: readonly string[], said: RegExp]>([
  [["--module", "nobodys"], /nobodys.*\n?.*home-only/],
  [["--runtime", "podman"], /podman.*process, docker, both/],
])("a mistake is said: %j", async ([args, said]) => {
  const ended = await repositoryCommand(file, args);

  expect(ended, ended.stderr).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(said) });
});
