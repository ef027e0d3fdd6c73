import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder } from "../../harness/artifacts/cache/index.ts";
import { oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

const planted = "#!/bin/sh\necho 'OpenBao v2.7.2 (planted)'\n";
const offline = [...oneScenario, "--server", "openbao@2.7.2", "--offline"];

test("a program that was replaced in the cache, its record with it, does not run", async () => {
  await using place = await sandbox();
  const cache = await cacheWithPlanted(place);
  const environment = { VAULT_JWT_CONFORMANCE_CACHE: cache };

  const ended = await place.conform(offline, { environment });

  expect(ended.status, ended.stderr).toBe(3);
  expect(ended.stderr).toMatch(
    /The cached openbao 2\.7\.2 has the SHA-256 \w{12}…, and artifacts\.lock\.yaml pins \w{12}…, and --offline/,
  );
  await place.isClean();

  const doctor = await place.conform(["doctor", "--offline"], { environment });
  expect(doctor.stdout).toMatch(
    /openbao: .*; the cached 2\.7\.2 has the SHA-256 \w{12}…, and artifacts\.lock\.yaml pins/,
  );
});

test("with a network the genuine one takes its place, which is said, and a later run needs no network", async () => {
  await using place = await sandbox();
  const cache = await cacheWithPlanted(place);
  const environment = { VAULT_JWT_CONFORMANCE_CACHE: cache };

  const fetched = await place.conform([...offline.slice(0, -1), "--fetch-only"], { environment });
  expect(fetched, fetched.stderr).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^ready +openbao 2\.7\.2$/m),
  });
  expect(fetched.stderr).toMatch(/The cached openbao 2\.7\.2 has .*: downloading it again\./);

  const again = await place.conform([...offline, "--fetch-only"], { environment });
  expect(again, again.stderr).toMatchObject({ status: 0 });
  await place.isClean();
});

/** What is cached here, but for a server that someone has replaced, with all that the cache says of it. */
async function cacheWithPlanted({ folder }: Sandbox): Promise<string> {
  const cache = join(folder, "cache");
  await mkdir(cache);
  for (const name of await readdir(cacheFolder())) {
    if (name.startsWith("terraform-provider-") || name.startsWith("openbao-2.7.2-"))
      await cp(join(cacheFolder(), name), join(cache, name), { recursive: true, verbatimSymlinks: true });
  }
  const [record = ""] = (await readdir(cache)).filter((name) => /^openbao-.*\.json$/.test(name));
  const sha256 = createHash("sha256").update(planted).digest("hex");
  const said = JSON.parse(await readFile(join(cache, record), "utf8"));
  await writeFile(join(cache, record), JSON.stringify({ ...said, sha256, size: planted.length }));
  await writeFile(join(cache, record.replace(/\.json$/, ""), "bao"), planted);
  return cache;
}
