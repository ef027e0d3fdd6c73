import { createHash, randomBytes } from "node:crypto";
import { lookup } from "node:dns/promises";
import type { IncomingMessage, RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import { describe, expect } from "vitest";
import { createTlsServer } from "../../harness/identity/index.ts";
import type { Machine } from "../../harness/runtime/index.ts";
import { test as base, openNetwork, startMachine } from "./site.ts";

const name = "published.example.com";
const neighbour = "neighbour.example.com";
const content = randomBytes(64 << 20);
const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

const answer: RequestListener = (request, response) => {
  if (request.url === "/big") response.end(content);
  else void digestOf(request).then((text) => response.end(text));
};

const digestOf = async (request: IncomingMessage) => `${request.url} ${digest(await buffer(request))}\n`;

const test = base.extend<{ $file: { published: string } }>({
  published: [
    async ({ authority, network }, use) => {
      await using tls = await createTlsServer(authority, [name], answer);
      await using other = await createTlsServer(authority, [neighbour], (_request, response) =>
        response.end("neighbour"),
      );
      await network.publish({ server: tls.server, names: [name] }, { server: other.server, names: [neighbour] });
      await use(`https://${name}`);
    },
    { scope: "file" },
  ],
});

const sh = (machine: Machine, script: string, ...args: string[]) =>
  machine.run({ argv: ["/bin/bash", "-c", script, "bash", ...args], environment: machine.environment });

describe("a server of this process", () => {
  test("is reached at port 443 of its name by a workspace that trusts the run's authority", async ({
    machine,
    published,
  }) => {
    const { output, exitCode } = await sh(machine, 'curl --silent --show-error "$1/hello"', published);

    expect({ output, exitCode }).toEqual({ output: `/hello ${digest(Buffer.alloc(0))}\n`, exitCode: 0 });
  });

  test("answers for no other name, and notes it while it is watched", async ({ authority, network, published }) => {
    await using machine = await startMachine(network, authority);
    const seen = network.watchNames();

    const { exitCode, output } = await sh(
      machine,
      'curl -sS "$1" && curl -sS http://Elsewhere.example.net/',
      published,
    );

    expect(exitCode, output).toBe(6);
    expect([...seen()]).toEqual(["elsewhere.example.net"]);
  });

  test("is told from its neighbour by the name that is asked for, and is first without one", async ({
    machine,
    published,
  }) => {
    const ask = 'curl --silent --show-error "$1"';
    const unnamed = `address=$(getent hosts ${neighbour} | cut -d" " -f1); curl --silent --insecure "https://$address/$1"`;

    expect((await sh(machine, ask, `https://${neighbour}`)).output).toBe("neighbour");
    expect((await sh(machine, ask, `${published}/named`)).output).toMatch(/^\/named /);
    expect((await sh(machine, unnamed, "unnamed")).output).toMatch(/^\/unnamed /);
  });

  test("takes twenty connections at once", async ({ machine, published }) => {
    const script = 'for i in $(seq 20); do curl --silent "$1/$i" & done; wait';

    const { stdout } = await sh(machine, script, published);

    const numbers = stdout
      .trim()
      .split("\n")
      .map((line) => Number(/\d+/.exec(line)?.[0]));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test("sends and takes what is large, unchanged", async ({ machine, published }) => {
    const down = await sh(machine, 'curl --silent "$1/big" | tee /tmp/big | sha256sum', published);
    const up = await sh(machine, 'curl --silent --data-binary @/tmp/big "$1/up"', published);

    expect(down.stdout.split(" ")[0]).toBe(digest(content));
    expect(up.stdout).toBe(`/up ${digest(content)}\n`);
  });

  test("has its name in its network and nowhere else", async ({ authority, machine, published }) => {
    await using elsewhere = await openNetwork();
    await using stranger = await startMachine(elsewhere, authority);
    const resolve = (asked: Machine) => sh(asked, 'getent hosts "${1#https://}"', published);

    expect((await resolve(machine)).exitCode).toBe(0);
    expect((await resolve(stranger)).exitCode).toBe(2);
    await expect(lookup(name)).rejects.toThrow(name);
  });
});
