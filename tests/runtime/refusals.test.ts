import { mkdtempDisposable } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeContainersOf } from "../../harness/runtime/docker/daemon/remove.ts";
import { daemonAt } from "../daemon-at.ts";

/** What a daemon answers to the removal of its only network, one answer after the other, the last for ever. */
type Answers = readonly { readonly status: number; readonly message?: string }[];

interface Daemon extends AsyncDisposable {
  readonly socketPath: string;
}

/** A daemon that has a network until its removal succeeds. */
async function daemonWithNetwork(answers: Answers): Promise<Daemon> {
  await using made = new AsyncDisposableStack();
  const folder = made.use(await mkdtempDisposable(join(tmpdir(), "daemon-test-")));
  let asked = 0;
  let isThere = true;
  const socketPath = join(folder.path, "docker.sock");
  const answer: RequestListener = (request, response) => {
    if (request.method === "DELETE") {
      const { status, message } = answers[Math.min(asked++, answers.length - 1)] ?? { status: 500 };
      isThere = status >= 400 && status !== 404;
      response.writeHead(status).end(message === undefined ? "" : JSON.stringify({ message }));
    } else {
      const networks = isThere ? [{ Id: "4f1", Name: "of-a-run" }] : [];
      response.end(JSON.stringify(request.url?.startsWith("/networks") ? networks : []));
    }
  };
  made.use(await daemonAt(socketPath, answer));
  const all = made.move();
  return { socketPath, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

const activeEndpoints = { status: 403, message: "network of-a-run has active endpoints" };

test.for<[what: string, answers: Answers, left: readonly unknown[]]>([
  ["goes", [{ status: 204 }], []],
  ["is gone meanwhile", [{ status: 404, message: "no such network" }], []],
  [
    "is refused for ever",
    [activeEndpoints],
    [{ what: "network of-a-run", reason: "network of-a-run has active endpoints" }],
  ],
  ["is refused without a reason", [{ status: 500 }], [{ what: "network of-a-run", reason: "it gives no reason" }]],
])("a network that %s", async ([, answers, left]) => {
  await using daemon = await daemonWithNetwork(answers);
  const connection = { origin: "http://docker", socketPath: daemon.socketPath };

  expect(await removeContainersOf("0", connection, { endedAt: performance.now(), patience: 0 })).toEqual(left);
});

test("a network that is refused at first is tried again", async () => {
  await using daemon = await daemonWithNetwork([activeEndpoints, activeEndpoints, { status: 204 }]);
  const connection = { origin: "http://docker", socketPath: daemon.socketPath };

  expect(await removeContainersOf("0", connection, { endedAt: performance.now() })).toEqual([]);
});
