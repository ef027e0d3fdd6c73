import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { workingMeans } from "./workspace.ts";

test.each(workingMeans.map((means) => means.name))(
  "by %s, nothing that a run starts has what its caller has open",
  async (name) => {
    const lock = join(tmpdir(), `descriptors-${name}-${process.pid}`);
    onTestFinished(() => rm(lock));
    const leave = 'exec 5<"$1" 9<"$1" 10<"$1" 64<"$1" 200>"$0" 201<"$0" 250<"$1"';
    const program = join(import.meta.dirname, "descriptors.ts");

    const { stdout } = await execa("/bin/bash", [
      ...["-c", `${leave}; exec "\${@:2}"`, lock, import.meta.dirname],
      ...[process.execPath, program, name, lock, import.meta.dirname],
    ]);

    expect(stdout).toMatch(/^([4-9]|\d\d) processes$/m);
    expect(stdout).not.toMatch(/ has | -> .*(process|descriptors|sys$)/);
  },
);

test("what a caller hands over to be read is read", async () => {
  const command = `${process.execPath} bin/vault-jwt-conformance.cjs run --known <(echo 'nonsense: [') --runtime process --only LOGIN-01`;

  const { stderr, exitCode } = await execa("/bin/bash", ["-c", command], { reject: false });

  expect(exitCode).toBe(2);
  // Bash uses the highest number that its caller left free.
  expect(stderr).toMatch(/\/dev\/fd\/\d+ /);
  expect(stderr).not.toContain("EBADF");
});
