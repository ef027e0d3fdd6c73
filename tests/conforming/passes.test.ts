import { expect, test } from "vitest";
import { repositoryCommand } from "../../tools/conformance/repository-command.ts";

const coldCache = 2_400_000;

test(
  "correct modules that are built in other ways pass everything",
  async () => {
    const ended = await repositoryCommand("tools/conforming/main.ts", ["--runtime", "process", "--token", "custom"]);

    expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: expect.stringMatching(/, 0 problems$/) });
  },
  coldCache,
);
