import { execa } from "execa";
import { expect, test } from "vitest";

test("a machine that forbids namespaces is told so before anything starts, and what to change", async () => {
  const forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$0" "$@"';
  const command = [process.execPath, "bin/vault-jwt-conformance.cjs", "run", "--runtime", "process", "--offline"];

  const result = await execa("unshare", ["-Ur", "sh", "-c", forbid, ...command], { reject: false });

  expect(result.exitCode).toBe(3);
  expect(result.stdout).toBe("");
  expect(result.stderr.split("\n").slice(-2)).toEqual([
    expect.stringMatching(/^Workspaces cannot be isolated on this machine \(bubblewrap: .+; unshare: .+\)\.$/),
    expect.stringMatching(/apparmor_restrict_unprivileged_userns=0.*unprivileged_userns_clone=1.*--runtime docker/),
  ]);
});
