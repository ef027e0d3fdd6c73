import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
  for (const version of [
    "newest",
    "v1.17.5",
    " 1.17.5",
    "1.17.5\n",
    "1.17.5 $(id)",
    "../1.17.5",
    "",
    `1.${"7".repeat(4096)}.5`,
  ])
    expect(() => releases.publish(["1.17.5", version])).toThrow(expect.objectContaining({ code: "version-malformed" }));
});

test("requests are recorded with host, path and status", async ({ published: { releases, network } }) => {
  await network.curl(`${checkpoint}?arch=amd64`);
  await network.curl("-I", "https://releases.hashicorp.com/vault/1.99.0/");

  expect(releases.requests).toEqual([
    { method: "GET", host: "checkpoint-api.hashicorp.com", path: "/v1/check/vault?arch=amd64", status: 200 },
    { method: "HEAD", host: "releases.hashicorp.com", path: "/vault/1.99.0/", status: 404 },
  ]);
});

test("genuine archives are served as they are, and what is not among them is a stand-in", async ({ published }) => {
  const folder = await mkdtemp(join(tmpdir(), "genuine-"));
  const genuine = ["vault_1.17.5_linux_amd64.zip", "vault_1.17.5_SHA256SUMS", "vault_1.17.5_SHA256SUMS.sig"];
  for (const name of genuine) await writeFile(join(folder, name), `HashiCorp's own ${name}`);
  const authority = await createCertificateAuthority();
  const archives = { cli: published.cli, genuine: genuine.map((name) => join(folder, name)) };

  await using releases = await createReleaseServer({ authority, archives });
  await using network = await listen(releases.server, authority.certificate);

  const base = "https://releases.hashicorp.com/vault";
  expect(releases.versions).toEqual(["1.17.5"]);
  for (const name of genuine) {
    expect((await network.curl("-fs", `${base}/1.17.5/${name}`)).body).toBe(`HashiCorp's own ${name}`);
  }
  expect((await network.curl(`${base}/1.17.5/vault_1.17.5_linux_arm64.zip`)).body).toContain("404 Not Found");
  using _ = releases.publish(["1.17.5", "1.99.0"]);
  expect((await network.curl(`${base}/1.99.0/vault_1.99.0_linux_arm64.zip`)).body).toContain(
    "Stands in for vault 1.99.0",
  );
  await rm(folder, { recursive: true });
});
