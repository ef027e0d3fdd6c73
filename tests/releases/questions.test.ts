import { expect } from "vitest";
import { test } from "./published.ts";

const site = "https://releases.hashicorp.com";
const api = "https://api.releases.hashicorp.com/v1/releases/vault";
const checkpoint = "https://checkpoint-api.hashicorp.com/v1/check/vault";

test.for([
  [`${site}/`, "text/html; charset=utf-8"],
  [`${site}/vault`, "text/html; charset=utf-8"],
  [`${site}/vault/`, "text/html; charset=utf-8"],
  [`${site}/vault/1.13.1+ent.hsm/`, "text/html; charset=utf-8"],
  [`${site}/vault/1.13.1%2Bent.hsm/index.json`, "application/json"],
  [`${site}/index.json`, "application/json"],
  [`${site}/vault/index.json`, "application/json"],
  [`${site}/vault/1.17.5/vault_1.17.5_darwin_arm64.zip`, "application/zip"],
  [`${site}/vault/1.17.5/vault_1.17.5_SHA256SUMS`, "text/plain; charset=utf-8"],
  [`${site}/vault/1.17.5/vault_1.17.5_SHA256SUMS.sig`, "application/octet-stream"],
  [api, "application/json"],
  [`${api}/1.17.5`, "application/json"],
  [checkpoint, "application/json"],
] as const)("%s is %s, by GET and by HEAD", async ([url, type], { published: { network } }) => {
  const format = "%{http_code} %{content_type} %header{content-length}";

  const [got, asked] = await Promise.all([
    network.curl("-o", "got", "-w", format, url),
    network.curl("-o", "asked", "-w", format, "-I", url),
  ]);

  expect(got.body).toMatch(new RegExp(`^200 ${type} [1-9]`));
  expect(asked.body).toBe(got.body);
});

test.for([
  `${site}/consul/`,
  `${site}/vault/1.99.0/`,
  `${site}/vault/1.99.0/vault_1.99.0_linux_amd64.zip`,
  `${site}/vault/1.17.5/vault_1.17.5_plan9_mips.zip`,
  `${site}/vault/%zz`,
  `${api}/1.99.0`,
  "https://checkpoint-api.hashicorp.com/v1/check/consul",
  "https://elsewhere.invalid/vault/",
])("%s is not there", async (url, { published: { network } }) => {
  const { body } = await network.curl("-k", "-o", "body", "-w", "%{http_code}", url);

  expect(body).toBe("404");
});

test("the index can be read with grep, newest first, and lexical order misleads", async ({
  published: { network },
}) => {
  const { body } = await network.curl(`${site}/vault/`);

  const versions = body.match(/(?<=^ *<a href="\/vault\/)[^/]+/gm) ?? [];
  expect(versions.slice(0, 2)).toEqual(["1.21.1+ent.hsm.fips1403", "1.21.1+ent.hsm"]);
  expect(versions.filter((version) => /^[\d.]+$/.test(version))[0]).toBe("1.21.1");
  expect(versions.toSorted().at(-1)).toBe("1.9.9");
});

test("index.json names every build with its URL", async ({ published: { network } }) => {
  const { versions } = JSON.parse((await network.curl(`${site}/vault/index.json`)).body);

  expect(Object.keys(versions).at(-1)).toBe("1.9.9");
  expect(versions["1.17.5"].builds).toHaveLength(6);
  expect(versions["1.17.5"].builds).toContainEqual({
    arch: "arm64",
    filename: "vault_1.17.5_linux_arm64.zip",
    name: "vault",
    os: "linux",
    url: `${site}/vault/1.17.5/vault_1.17.5_linux_arm64.zip`,
    version: "1.17.5",
  });
});

test.for([
  [`${api}/latest?license_class=oss`, "1.21.1"],
  [`${api}/latest?license_class=enterprise`, "1.21.1+ent"],
  [`${api}/latest`, "1.21.1+ent"],
] as const)("%s is %s", async ([url, version], { published: { network } }) => {
  const release = JSON.parse((await network.curl(url)).body);

  expect(release).toMatchObject({ version, is_prerelease: false, name: "vault" });
});

test("the API lists ten releases at a time, by day", async ({ published: { network } }) => {
  const first = JSON.parse((await network.curl(`${api}?license_class=oss`)).body);
  const last = first.at(-1).timestamp_created;
  const next = JSON.parse((await network.curl(`${api}?license_class=oss&limit=3&after=${last}`)).body);

  expect(first).toHaveLength(10);
  expect(next).toHaveLength(3);
  expect(Date.parse(next[0].timestamp_created)).toBeLessThan(Date.parse(last));
});

test("checkpoint names the highest general release", async ({ published: { network } }) => {
  expect(JSON.parse((await network.curl(checkpoint)).body)).toMatchObject({ current_version: "1.21.1", alerts: [] });
});

test("a part is sent where a part is asked for", async ({ published: { network } }) => {
  const url = `${site}/vault/1.17.5/vault_1.17.5_SHA256SUMS`;
  const { body } = await network.curl(url);

  const parts = await Promise.all(["0-9", "10-", "-5"].map((range) => network.curl("-r", range, url)));
  const beyond = await network.curl("-r", "99999-", "-o", "body", "-w", "%{http_code}", url);

  expect(parts.map((part) => part.body)).toEqual([body.slice(0, 10), body.slice(10), body.slice(-5)]);
  expect(beyond.body).toBe("416");
});
