import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { debian, openWorkspace, workingMeans } from "./workspace.ts";

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  test("there is a loopback interface and nothing else", async () => {
    await using workspace = await openWorkspace(means);

    const { stdout } = await workspace.sh(
      "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; ! exec 3<> /dev/tcp/192.0.2.1/80",
    );

    expect(stdout).toBe("lo\n");
  });

  test("the machine's own loopback cannot be reached", async () => {
    await using workspace = await openWorkspace(means);
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = z.object({ port: z.number() }).parse(server.address());

    expect((await workspace.sh(`exec 3<> /dev/tcp/127.0.0.1/${port}`)).exitCode).not.toBe(0);
  });

  test("a server of the harness is at its name and port 443, in its network alone", async () => {
    await using workspace = await openWorkspace(means);
    await using other = await openWorkspace(means);
    const ask = "curl -s http://app.example.com:443/";
    await workspace.network.publish({
      server: createHttpServer((_request, response) => response.end("here")),
      names: ["app.example.com"],
    });

    expect((await workspace.sh(ask)).stdout).toBe("here");
    expect((await other.sh(ask)).exitCode).not.toBe(0);
  });

  test("a name that is not of the network is not found, and noted while it is watched", async () => {
    await using workspace = await openWorkspace(means);
    const ask = (name: string) => workspace.sh(`curl -sS http://${name}/`);
    await ask("before.example.net");
    const seen = workspace.network.watchNames();

    const { exitCode, stderr } = await ask("Elsewhere.example.net");

    expect(exitCode, stderr).toBe(6);
    expect([...seen()]).toEqual(["elsewhere.example.net"]);
  });

  test("a server program is at its name, with its folder and without the caller's files", async () => {
    await using workspace = await openWorkspace(means);
    const service = await workspace.network.service({
      hostname: "server.example.com",
      executable: "/bin/bash",
      args: ["-c", "cat {folder}/greeting /etc/hosts; ls / /tmp; touch {folder}/made && exec sleep infinity"],
      environment: {},
      files: { greeting: "hello from {address}\n" },
      port: 80,
      tls: false,
    });

    await expect.poll(() => service.output).toContain("usr");

    expect(service.output[0]).toMatch(/^hello from 127\.0\.0\.\d+$/);
    expect(service.output).toContainEqual(expect.stringMatching(/^127\.0\.0\.\d+\tserver\.example\.com$/));
    expect(service.output).not.toContain("home");
    expect(service.running()).toBe(true);
  });

  test("workspaces of one network have files and processes of their own", async () => {
    await using workspace = await openWorkspace(means);
    await using second = await workspace.network.machine(debian);
    await workspace.sh("touch /tmp/first");

    const { stdout } = await second.run({
      argv: ["/bin/sh", "-c", "ls /tmp; pgrep -c bash"],
      environment: second.environment,
    });

    expect(stdout).toMatch(/^[1-5]\n$/);
  });
});
