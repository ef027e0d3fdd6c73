import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createControlPlane, startRealAgent } from "../../../harness/coder/control-plane/index.ts";
import { openWorkspace, workingMeans } from "../../process/workspace.ts";
import { manifest, script } from "../workspace.ts";

const path = "https://coder.example.com/api/v2/workspaceagents/me/rpc";
const upgrade = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
];
const headers = upgrade.map((header) => `-H '${header}'`).join(" ");
const dial = (version: string) =>
  `curl -s --http1.1 --cacert /etc/pki/tls/certs/coder.pem ${headers} -H "Cookie: coder_session_token=$CODER_AGENT_TOKEN" '${path}?version=${version}'`;

/** What a start comes to with a program in the place of Coder's, and the processes that are left of it. */
async function startWith(program: string): Promise<{ readonly problem: unknown; readonly left: string }> {
  const [means] = workingMeans;
  if (means === undefined) throw new Error("this machine cannot isolate a workspace");
  const folder = await mkdtemp(join(tmpdir(), "agent-"));
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => rm(folder, { recursive: true }));
  const binary = join(folder, "coder");
  await writeFile(binary, `#!/bin/sh\n${program}\n`);
  await chmod(binary, 0o755);
  const workspace = cleanUp.use(await openWorkspace(means, { executables: { "/opt/coder/coder": binary } }));
  const plane = cleanUp.use(await createControlPlane());
  await workspace.network.publish(plane);
  const own = manifest({ scripts: [script("true")] });
  const problem = await startRealAgent(plane, workspace.machine, own).catch((error: unknown) => error);
  const left = await workspace.sh("cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
  return { problem, left: left.stdout };
}

test.each([
  [
    "that crashes in mid-start",
    "echo 'panic: runtime error: no' >&2; exit 2",
    "coder.agent-ended",
    /status 2 .*: panic: runtime error: no\.$/,
  ],
  ["that says nothing and ends", "exit 0", "coder.agent-ended", /status 0 .*: it printed nothing\.$/],
  ["that never connects", "exec sleep 5001", "coder.agent-silent", /within 20 s: it printed nothing\.$/],
  [
    "of another version",
    `${dial("3.1")}; exec sleep 5001`,
    "coder.agent-refused",
    /speaks version 3\.1 .* speaks 2\.4/,
  ],
])("an agent %s is no verdict, and nothing is left of it", async (_, program, code, said) => {
  const { problem, left } = await startWith(program);

  expect(problem).toMatchObject({
    code: expect.stringContaining(code),
    message: expect.stringMatching(said),
    remedy: expect.stringContaining("--coder-agent"),
  });
  expect(left).not.toContain("sleep 5001");
});
