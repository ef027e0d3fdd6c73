import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { findProviders, findSigningProviders } from "../../harness/artifacts/providers/index.ts";
import { scratch } from "./run.ts";

const arch = process.arch === "x64" ? "amd64" : process.arch;
const here = `${process.platform}_${arch}`;

const layouts = {
  packed: `coder/terraform-provider-coder_2.13.1_${here}.zip`,
  unpacked: `coder/2.13.1/${here}/terraform-provider-coder_v2.13.1`,
};

test.for(Object.entries(layouts))("a named mirror in %s layout is used", async ([, file]) => {
  await using mirror = await scratch();
  await put(mirror.folder, join("registry.terraform.io/coder", file));

  const found = await findProviders(mirror.folder, mirror.options);

  expect(found).toMatchObject({ folder: mirror.folder, providers: { "coder/coder": "2.13.1" }, origin: "named" });
  expect(JSON.parse(found.cliConfig)).toMatchObject({
    provider_installation: [{ filesystem_mirror: [{ path: mirror.folder }] }],
  });
});

test("a named mirror without coder/coder for this machine is the caller's mistake", async () => {
  await using mirror = await scratch();
  await put(mirror.folder, `registry.terraform.io/hashicorp/time/0.11.1/${here}/terraform-provider-time_v0.11.1`);
  await put(mirror.folder, "registry.terraform.io/coder/coder/2.13.1/plan9_mips/terraform-provider-coder_v2.13.1");

  await expect(findProviders(mirror.folder, mirror.options)).rejects.toMatchObject({
    code: "providers.missing",
    status: 2,
    facts: { found: ["hashicorp/time"] },
  });
});

test("a named mirror that is not there is the caller's mistake", async () => {
  await using mirror = await scratch();

  const found = findProviders(join(mirror.folder, "nowhere"), mirror.options);

  await expect(found).rejects.toMatchObject({ code: "providers.malformed", status: 2 });
});

const signing = { "geektheripper/jwt": "1.1.4", "hashicorp/time": "0.11.1" };

test("a named mirror with the providers that sign is used for them too", async () => {
  await using named = await scratch();
  await using empty = await scratch();
  await putProviders(named.folder, { "coder/coder": "2.13.1", ...signing });
  const mirror = await findProviders(named.folder, named.options);

  const found = await findSigningProviders(mirror, { name: "terraform" }, { ...empty.options, offline: true });

  expect(found).toMatchObject({ mirror: { folder: named.folder, providers: { "coder/coder": "2.13.1", ...signing } } });
});

test("a named mirror with another version of them, or for another Terraform, is not", async () => {
  await using named = await scratch();
  await using empty = await scratch();
  const options = { ...empty.options, offline: true };
  await putProviders(named.folder, { "coder/coder": "2.13.1", ...signing, "geektheripper/jwt": "1.1.5" });
  const mirror = await findProviders(named.folder, options);
  const problem = expect.stringMatching(/^terraform-provider-jwt 1\.1\.4 is neither .* --offline/);

  expect(await findSigningProviders(mirror, { name: "terraform" }, options)).toEqual({ problem });
  await putProviders(named.folder, signing);
  expect(await findSigningProviders(mirror, { name: "tofu" }, options)).toEqual({ problem });
});

test("a registry that does not answer is given up, and nothing is built for it", async () => {
  await using named = await scratch();
  await using empty = await scratch();
  await putProviders(named.folder, { "coder/coder": "2.13.1" });
  vi.stubEnv("HTTPS_PROXY", await silentProxy());
  const mirror = await findProviders(named.folder, empty.options);

  const found = await findSigningProviders(mirror, { name: "terraform" }, empty.options);

  expect(found).toEqual({ problem: expect.stringContaining("has not answered within 2 s") });
  expect(empty.messages).toEqual([]);
});

/** Takes connections and says nothing. */
async function silentProxy(): Promise<string> {
  onTestFinished(() => void vi.unstubAllEnvs());
  const server = createServer((connection) => connection.on("error", () => {})).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

async function putProviders(folder: string, providers: Readonly<Record<string, string>>): Promise<void> {
  for (const [address, version] of Object.entries(providers)) {
    const name = `terraform-provider-${address.split("/")[1]}_v${version}`;
    await put(folder, join("registry.terraform.io", address, version, here, name));
  }
}

async function put(folder: string, file: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), "");
}
