import { expect, test } from "vitest";
import { repositoryCommand } from "../../tools/conformance/repository-command.ts";
import { conformingModules } from "../../tools/conforming/modules.ts";

const coldCache = 2_400_000;

/** Each has a way of its own to log in and to keep the token. */
const whole = ["home-only", "http-login", "profile-d", "vault-login", "wrapper"];

/** What other words, programs and installations can mislead. `npm run conforming` tries the rest too, which takes minutes more. */
const misleading = ["LOGIN-*", "PATH-*", "CLI-*", "SEC-0[124567]", "COMPAT-*"];

const options = (name: string, values: readonly string[]) => values.flatMap((value) => [name, value]);

test.each([
  ["that log in in other ways pass everything", () => whole, []],
  [
    "in other languages and with other programs pass what these could mislead",
    async () => (await conformingModules()).filter((name) => !whole.includes(name)),
    misleading,
  ],
])(
  "correct modules %s",
  async (_, modules, only) => {
    const ended = await repositoryCommand("tools/conforming/main.ts", [
      ...["--runtime", "process", "--token", "custom"],
      ...options("--module", await modules()),
      ...options("--only", only),
    ]);

    expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: expect.stringMatching(/, 0 problems$/) });
  },
  coldCache,
);
