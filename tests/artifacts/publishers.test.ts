import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { createMessage, generateKey, sign } from "openpgp";
import { expect, onTestFinished, test } from "vitest";
import { readPins } from "../../harness/artifacts/pins/index.ts";
import { createCertificateAuthority } from "../../harness/identity/certificate-authority.ts";
import { loopbackProxy } from "./loopback-proxy.ts";
import { findInProcess, type Scratch, scratch } from "./run.ts";
import { zipOf } from "./zip.ts";

const archive = zipOf("vault", Buffer.from("#!/bin/sh\necho Vault v9.9.9\n"));
const list = `${sha256Of(archive)}  vault_9.9.9_linux_amd64.zip\n`;

test("a release whose checksums another key has signed is refused", async () => {
  await using cache = await scratch();
  const { privateKey } = await generateKey({ userIDs: [{ name: "HashiCorp Security" }], format: "object" });
  const message = await createMessage({ binary: Buffer.from(list) });
  const signature = await sign({ message, signingKeys: privateKey, detached: true, format: "binary" });
  const environment = await publish(cache, {
    "/vault/9.9.9/vault_9.9.9_SHA256SUMS": list,
    "/vault/9.9.9/vault_9.9.9_SHA256SUMS.sig": Buffer.from(signature),
    "/vault/9.9.9/vault_9.9.9_linux_amd64.zip": archive,
  });

  const { stderr } = await findInProcess(undefined, "vault@9.9.9", cache, environment);

  expect(stderr).toContain(
    "https://releases.hashicorp.com/vault/9.9.9/vault_9.9.9_SHA256SUMS is not signed with HashiCorp's release key.",
  );
  expect(await readdir(join(cache.folder, "tmp"))).toEqual([]);
});

test("an update asks each publisher in its own way", async () => {
  await using cache = await scratch();
  const [tofu, provider] = [
    zipOf("tofu", Buffer.from("tofu")),
    zipOf("terraform-provider-coder", Buffer.from("coder")),
  ];
  const sums = `${sha256Of(tofu)}  tofu_1.12.6_linux_amd64.zip\n${"b".repeat(64)}  tofu_1.12.6_amd64.deb\n`;
  const release = "/opentofu/opentofu/releases/download/v1.12.6";
  const platform = "/v1/providers/coder/coder/2.20.0/download/linux/arm64";
  const environment = await publish(cache, {
    [`${release}/tofu_1.12.6_SHA256SUMS`]: sums,
    [`${release}/tofu_1.12.6_linux_amd64.zip`]: tofu,
    [platform]: { download_url: "arm64/x.zip", shasum: sha256Of(provider) },
    [`${platform}/x.zip`]: provider,
    "/token": { token: "secret" },
    "/v2/library/debian/manifests/bookworm-slim": "a manifest",
  });
  const path = join(cache.folder, "artifacts.lock.yaml");
  await writeFile(path, JSON.stringify({ schemaVersion: 1, files: {}, modules: {}, images: {} }));
  const main = join(import.meta.dirname, "../../tools/artifacts/main.ts");

  await execa(process.execPath, [main, "update", path], {
    env: { ...environment, GOPROXY: "off", GOMODCACHE: cache.folder },
  });

  const { files, programs, images } = await readPins(path);
  expect(Object.entries(files).map(([name, { sha256 }]) => [name, sha256])).toEqual([
    ["terraform-provider-coder_2.20.0_linux_arm64.zip", sha256Of(provider)],
    ["tofu_1.12.6_linux_amd64.zip", sha256Of(tofu)],
  ]);
  expect(Object.entries(programs).map(([key, { sha256 }]) => [key, sha256])).toEqual([
    ["terraform-provider-coder-2.20.0-linux_arm64", sha256Of("coder")],
    ["tofu-1.12.6-linux_amd64", sha256Of("tofu")],
  ]);
  expect(images["debian:bookworm-slim"]?.digest).toBe(`sha256:${sha256Of("a manifest")}`);
});

function sha256Of(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The publishers' sites, all on one server of loopback: the environment by which a process meets them there. */
async function publish(
  { folder }: Scratch,
  documents: Readonly<Record<string, string | Buffer | object>>,
): Promise<Readonly<Record<string, string>>> {
  const authority = await createCertificateAuthority();
  const hosts = ["releases.hashicorp.com", "github.com", "registry.terraform.io", "auth.docker.io"];
  const { certificate, privateKey } = await authority.issue([...hosts, "registry-1.docker.io", "pypi.org"]);
  const server = createServer({ cert: certificate, key: privateKey }, ({ url = "" }, response) => {
    const document = documents[new URL(url, "https://localhost").pathname];
    if (document === undefined) response.writeHead(404).end();
    else response.end(typeof document === "string" || Buffer.isBuffer(document) ? document : JSON.stringify(document));
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const proxy = await loopbackProxy((server.address() as AddressInfo).port);
  const ca = join(folder, "ca.pem");
  await writeFile(ca, authority.certificate);
  return { HTTPS_PROXY: proxy.url, NO_PROXY: "", NODE_EXTRA_CA_CERTS: ca, PIP_INDEX_URL: "" };
}
