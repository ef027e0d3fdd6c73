import type { RequestListener } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { daemonAt } from "../daemon-at.ts";
import { type Ended, oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

const onDocker = ["--only", "LOGIN-01", "--token", "custom", "--runtime", "docker"];

/** A command on Docker where DOCKER_HOST leads there. */
function conform(place: Sandbox, host: string): Promise<Ended> {
  return place.conform(onDocker, { environment: { DOCKER_HOST: host } });
}

function expectUnusable(ended: Ended): void {
  expect(ended, ended.stderr).toMatchObject({ status: 3, stdout: "" });
  expect(ended.stderr).toMatch(/Docker/);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  expect(ended.stderr).not.toMatch(/harness itself failed/);
}

/** A daemon that has one answer to everything. */
async function daemon(place: Sandbox, answer: RequestListener): Promise<AsyncDisposable & { host: string }> {
  const path = join(place.temporary, "../docker.sock");
  return { host: `unix://${path}`, ...(await daemonAt(path, answer)) };
}

describe("a Docker that cannot be used", () => {
  test.each(["tcp://127.0.0.1:9", "unix:///nowhere/docker.sock", "nonsense"])("DOCKER_HOST=%s", async (host) => {
    await using place = await sandbox();

    expectUnusable(await conform(place, host));
    expect(await place.leftBehind()).toEqual([]);
  });

  test("a daemon that hangs up", async () => {
    await using place = await sandbox();
    await using docker = await daemon(place, (request) => request.socket.destroy());

    expectUnusable(await conform(place, docker.host));
    expect(await place.leftBehind()).toEqual([]);
  });

  test("a daemon that fails", async () => {
    await using place = await sandbox();
    await using docker = await daemon(place, (_request, response) =>
      response.writeHead(500).end('{"message": "broken"}'),
    );

    expectUnusable(await conform(place, docker.host));
    expect(await place.leftBehind()).toEqual([]);
  });

  test("a daemon that is too old", async () => {
    await using place = await sandbox();
    const headers = { "Api-Version": "1.24", "Content-Type": "application/json" };
    const version = JSON.stringify({ Version: "1.12.6", ApiVersion: "1.24", MinAPIVersion: "1.12", Os: "linux" });
    await using docker = await daemon(place, (_request, response) => response.writeHead(200, headers).end(version));

    expectUnusable(await conform(place, docker.host));
    expect(await place.leftBehind()).toEqual([]);
  });
});

test("--runtime auto takes processes where no daemon answers, and says so", async () => {
  await using place = await sandbox();
  const [only, id, token, kind] = oneScenario;

  const ended = await place.conform([only, id, token, kind].map(String), {
    environment: { DOCKER_HOST: "unix:///nowhere/docker.sock" },
  });

  expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: expect.stringMatching(/process\s+runtime/) });
});
