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

/** A stand-in for a daemon: it answers with a version and a platform, and has no images. */
function daemonOf(place: Sandbox, processor: string) {
  const version = { Version: "27.1.0", ApiVersion: "1.46", MinAPIVersion: "1.24", Os: "linux", Arch: processor };
  // Asked for where the harness itself is in a container.
  const bridge = { IPAM: { Config: [{ Gateway: "127.0.0.1" }] } };
  const answers = { "/version": version, "/info": { OperatingSystem: "Debian" }, "/networks/bridge": bridge };
  const headers = { "Api-Version": "1.46", "Content-Type": "application/json" };
  return daemon(place, ({ url = "" }, response) => {
    const answer = Object.entries(answers).find(([path]) => url.endsWith(path))?.[1];
    if (answer === undefined) response.writeHead(404, headers).end('{"message": "no such image"}');
    else response.writeHead(200, headers).end(JSON.stringify(answer));
  });
}

describe("a Docker daemon of another machine", () => {
  test("runs servers for its own platform, which doctor looks for", async () => {
    await using place = await sandbox();
    await using docker = await daemonOf(place, process.arch === "x64" ? "arm64" : "amd64");

    const { stdout } = await place.conform(["doctor", "--offline"], { environment: { DOCKER_HOST: docker.host } });

    expect(stdout).toMatch(
      /^ready +Docker: Docker Engine 27\.1\.0 answers for linux on (arm64|amd64); it does not limit the disk of workspaces$/m,
    );
    // What is on this machine's PATH, or cached for it, does not run there.
    expect(stdout).toMatch(/^runtime +docker, Docker Engine 27\.1\.0\nserver +MISSING: No vault or openbao/m);
    expect(stdout).toMatch(/^Terraform +terraform \d/m);
  });

  test("is refused by run and by doctor where no servers exist for it", async () => {
    await using place = await sandbox();
    await using docker = await daemonOf(place, "s390x");
    const reason = /runs on s390x: servers exist for amd64 and arm64 only\./;

    const ended = await conform(place, docker.host);
    const asked = await place.conform(["doctor", "--offline"], { environment: { DOCKER_HOST: docker.host } });

    expectUnusable(ended);
    expect(ended.stderr).toMatch(reason);
    expect(asked.stdout).toMatch(reason);
  });
});

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
