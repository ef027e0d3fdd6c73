import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execaSync } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { sandbox } from "../command-line/sandbox.ts";

test("where the kernel does not allow namespaces, Terraform is in containers, and the verdicts are the same", async () => {
  await using place = await sandbox();
  const before = await withoutNamespaces();

  const args = ["--only", "LOGIN-01", "LOGIN-13", "--token", "custom", "--runtime", "docker", "--out", "reports"];
  const ended = await place.conform(args, { before });

  expect(ended, ended.stderr).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("workspaces in docker, Terraform in container"),
  });
  const report = JSON.parse(await readFile(join(place.folder, "reports/report.json"), "utf8"));
  expect(report.cells).toMatchObject([{ isolation: { terraform: "container" } }]);
  await place.isClean();
});

/** The command that enters a user namespace with the ids of this one, in which no other can be made. */
async function withoutNamespaces(): Promise<readonly string[]> {
  const holder = spawn("unshare", ["--user", "sh", "-c", "echo; exec sleep infinity"]);
  onTestFinished(() => void holder.kill("SIGKILL"));
  await once(holder.stdout, "data");
  const isRoot = process.getuid?.() === 0;
  const own = (id: number | undefined) => (isRoot ? "0 0 4294967295" : `${id} ${id} 1`);
  if (!isRoot) await writeFile(`/proc/${holder.pid}/setgroups`, "deny");
  await writeFile(`/proc/${holder.pid}/uid_map`, own(process.getuid?.()));
  await writeFile(`/proc/${holder.pid}/gid_map`, own(process.getgid?.()));
  const enter = ["nsenter", "--user", "--preserve-credentials", "--target", String(holder.pid)];
  const [command = "", ...args] = enter;
  execaSync(command, [...args, "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces"]);
  return enter;
}
