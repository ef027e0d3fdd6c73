import { expect, test } from "vitest";
import { openPlace } from "./place.ts";

/** A server in Node.js that gives every request one answer. */
const answers = (status: number) =>
  `exec /opt/conformance/node/node -e 'require("node:http").createServer((_, response) => {
    response.writeHead(${status}).end("out of order");
  }).listen(3900, "127.0.0.1")'`;

test("a PostgreSQL that cannot make its database", async () => {
  await using place = await openPlace();
  const initdb = await place.program("postgres/bin/initdb", "echo 'initdb: no space left on device' >&2; exit 1");
  const folder = initdb.replace(/\/bin\/initdb$/, "");
  const postgres = { programs: "/opt/conformance/postgresql/bin", reads: { "/opt/conformance/postgresql": folder } };

  const problem = place.start({ program: await place.program("coder", "sleep 60"), postgres });

  await expect(problem).rejects.toMatchObject({
    code: "coder-server.postgresql",
    status: 3,
    message: expect.stringContaining("no space left on device"),
    remedy: expect.stringContaining("--coder imitated"),
  });
});

test("a PostgreSQL that ends", async () => {
  await using place = await openPlace();
  await place.program("postgres/bin/initdb", "exit 0");
  const server = await place.program("postgres/bin/postgres", "echo 'FATAL: could not create lock file' >&2; exit 1");
  const folder = server.replace(/\/bin\/postgres$/, "");
  const postgres = { programs: "/opt/conformance/postgresql/bin", reads: { "/opt/conformance/postgresql": folder } };

  const problem = place.start({ program: await place.program("coder", "sleep 60"), postgres });

  await expect(problem).rejects.toMatchObject({
    code: "coder-server.postgresql",
    message: expect.stringContaining("could not create lock file"),
  });
});

test("a Terraform that does not run", async () => {
  await using place = await openPlace();
  const terraform = await place.program("broken", "echo 'exec format error' >&2; exit 126");

  const problem = place.start({ program: await place.program("coder", "sleep 60"), terraform });

  await expect(problem).rejects.toMatchObject({
    code: "coder-server.terraform",
    status: 3,
    message: expect.stringContaining("exec format error"),
  });
});

test("a server that ends, as with a port that is taken", async () => {
  await using place = await openPlace();
  const taken = "error: listen tcp 127.0.0.1:3900: bind: address already in use";

  const problem = place.start({ program: await place.program("coder", `echo '${taken}' >&2; exit 1`) });

  await expect(problem).rejects.toMatchObject({
    code: "coder-server.ended",
    status: 4,
    message: expect.stringContaining("address already in use"),
  });
});

test("a server that answers 500, and leaves nothing behind", async () => {
  await using place = await openPlace();

  const problem = place.start({ program: await place.program("coder", answers(500)) });

  await expect(problem).rejects.toMatchObject({
    code: "coder-server.answer",
    message: expect.stringMatching(/500.*out of order/),
    remedy: expect.stringContaining("--coder imitated"),
  });
  await place[Symbol.asyncDispose]();
  expect(await place.left()).toEqual([]);
});
