import { expect, test } from "vitest";
import { sandbox } from "./sandbox.ts";

test("list explains the requirements that are named", async () => {
  await using place = await sandbox();

  const ended = await place.conform(["list", "LOGIN-06", "COMPAT-0[12]"]);

  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(ended.stdout.match(/^[A-Z]+-\d+/gm)).toEqual(["LOGIN-06", "COMPAT-01", "COMPAT-02"]);
  for (const [label, text] of [
    ["why", "A start that reports success"],
    ["a failure", "Coder shows the workspace as ready"],
    ["mistakes", "The login is piped through tee"],
    ["run it", "npx vault-jwt-conformance run --only LOGIN-06"],
  ] as const)
    expect(ended.stdout).toContain(`  ${label.padEnd(11)}${text}`);
});

test("list --json has only those, and a requirement that is none is answered with one that is near", async () => {
  await using place = await sandbox();

  const [some, unknown] = await Promise.all([
    place.conform(["list", "--json", "CLI-01"]),
    place.conform(["list", "login-6"]),
  ]);

  expect(JSON.parse(some.stdout)).toMatchObject([{ id: "CLI-01", profile: "core" }]);
  expect(unknown).toMatchObject({
    status: 2,
    stderr: "There is no requirement login-6.\nDid you mean LOGIN-06? Choose among those that `list` prints.",
  });
});
