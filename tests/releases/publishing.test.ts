import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { createCertificateAuthority } from "../../harness/identity/index.ts";
import { createReleaseServer, publishedVersions } from "../../harness/releases/index.ts";
import { listen } from "../identity/loopback.ts";
import { test } from "./published.ts";

const checkpoint = "https://checkpoint-api.hashicorp.com/v1/check/vault";

test("what is published changes, and changes back", async ({ published: { releases, network } }) => {
  const current = async (): Promise<unknown> => JSON.parse((await network.curl(checkpoint)).body).current_version;
  {
    using _ = releases.publish(["1.9.9", "1.10.0", "1.22.0-rc1", "1.22.0+ent"]);
    expect(await current()).toBe("1.10.0");
  }

  expect(await current()).toBe("1.21.1");
  expect(releases.versions).toBe(publishedVersions);
});

test("a malformed version is refused", async ({ published: { releases } }) => {
  expect(() => releases.publish(["1.17.5", "newest"])).toThrow(expect.objectContaining({ code: "version-malformed" }));
});

test("requests are recorded with host, path and status", async ({ published: { releases, network } }) => {
  await network.curl(`${checkpoint}?arch=amd64`);
  await network.curl("-I", "https://releases.hashicorp.com/vault/1.99.0/");

  expect(releases.requests).toEqual([
    { method: "GET", host: "checkpoint-api.hashicorp.com", path: "/v1/check/vault?arch=amd64", status: 200 },
    { method: "HEAD", host: "releases.hashicorp.com", path: "/vault/1.99.0/", status: 404 },
  ]);
});

test("genuine archives are served as they are, and nothing else is published", async ({ published: { network } }) => {
  const folder = await mkdtemp(join(tmpdir(), "genuine-"));
  const archive = "vault_1.17.5_linux_amd64.zip";
  const url = `https://releases.hashicorp.com/vault/1.17.5/${archive}`;
  await network.curl("-O", url);
  await mkdir(join(folder, "1.17.5"));
  await cp(join(network.folder, archive), join(folder, "1.17.5", archive));
  const authority = await createCertificateAuthority();

  await using genuine = await createReleaseServer({ authority, archives: { kind: "genuine", folder } });
  await using other = await listen(genuine.server, authority.certificate);

  expect(genuine.versions).toEqual(["1.17.5"]);
  expect(await other.curl("-fs", url)).toEqual(await network.curl("-fs", url));
  expect((await other.curl(`${url.replace(archive, "vault_1.17.5_SHA256SUMS")}`)).body).toMatch(/^\S{64} {2}\S+\n$/);
  await rm(folder, { recursive: true });
});
