import { execa } from "execa";
import { expect, test } from "vitest";
import { unprivilegedId } from "../../harness/runtime/process/sandbox-user.ts";

const everybody = "         0          0 4294967295\n";

test("root gives its rights up for an id that nobody has", () => {
  const id = unprivilegedId([everybody, everybody]);

  expect(id).toBeGreaterThanOrEqual(1_879_048_192);
  expect(id).toBeLessThanOrEqual(2_147_352_575);
});

test.each([
  ["a container's", "0 100000 65536\n"],
  ["a rootless container's", "0 1000 1\n1 100000 65536\n"],
])("root of %s own takes an id that is mapped there", (_, map) => {
  const id = unprivilegedId([map, map]);

  expect(id).toBeGreaterThanOrEqual(1000);
  expect(id).toBeLessThan(65_534);
});

test.each([
  ["one user", "0 1000 1\n", everybody],
  ["one group", everybody, "0 1000 1\n"],
  ["system users", "0 0 100\n", "0 0 100\n"],
])("root has nothing to give its rights up for where there is only %s", (_, users, groups) => {
  expect(unprivilegedId([users, groups])).toBeUndefined();
});

test("root of a namespace of one user is told to run as a user", async () => {
  const command = [process.execPath, "bin/vault-jwt-conformance.cjs", "run", "--runtime", "process", "--offline"];

  const result = await execa("unshare", ["-Ur", ...command], { reject: false });

  expect(result.exitCode).toBe(3);
  expect(result.stdout).toBe("");
  expect(result.stderr.split("\n").slice(-2)).toEqual([
    expect.stringMatching(/maps no unprivileged user/),
    expect.stringMatching(/setpriv --reuid 1000.*--runtime docker/),
  ]);
});
