import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

test("a machine that forbids namespaces is told so before anything starts, and what to change", async () => {
  const out = await mkdtemp(join(tmpdir(), "refusal-"));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  await chmod(out, 0o777);
  const forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$0" "$@"';
  const options = ["run", "--runtime", "process", "--offline", "--out", out];
  const command = [process.execPath, "bin/vault-jwt-conformance.cjs", ...options];

  // Root would be told first that it has no user to give its rights up for.
  const asUser = process.getuid?.() === 0 ? ["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups"] : [];
  const [program = "", ...args] = [...asUser, "unshare", "--user", "--map-current-user", "--keep-caps", "sh", "-c"];
  const result = await execa(program, [...args, forbid, ...command], { reject: false });

  expect(result.exitCode).toBe(3);
  expect(result.stdout).toBe("");
  expect(result.stderr.split("\n").slice(-2)).toEqual([
    expect.stringMatching(/^Workspaces cannot be isolated on this machine \(bubblewrap: .+; unshare: .+\)\.$/),
    expect.stringMatching(/apparmor_restrict_unprivileged_userns=0.*unprivileged_userns_clone=1.*--runtime docker/),
  ]);
});
