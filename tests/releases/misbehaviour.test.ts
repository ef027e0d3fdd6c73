import { execa } from "execa";
import { expect } from "vitest";
import { test } from "./published.ts";

const release = "https://releases.hashicorp.com/vault/1.17.5";
const archive = "vault_1.17.5_linux_amd64.zip";

test.for([
  { kind: "down", exitCode: 35 },
  { kind: "5xx", exitCode: 22 },
  { kind: "slow", exitCode: 28 },
  { kind: "truncated", exitCode: 18 },
  { kind: "corrupt", exitCode: 0 },
  { kind: "wrong-checksum", exitCode: 0 },
] as const)(
  "with $kind, curl ends with $exitCode at an archive, and with 0 afterwards",
  async (expected, { published }) => {
    const { releases, network } = published;
    const download = async (): Promise<number | undefined> =>
      (await network.curl("-f", "--max-time", "1", "-O", `${release}/${archive}`)).exitCode;

    releases.misbehave(expected.kind);
    const during = await download();
    releases.misbehave(undefined);

    expect(during).toBe(expected.exitCode);
    expect(await download()).toBe(0);
  },
);

test("a truncated archive breaks off half-way", async ({ published: { releases, network } }) => {
  const size = async (): Promise<number> =>
    Number((await network.curl("-O", "-w", "%{size_download}", `${release}/${archive}`)).body);
  const whole = await size();

  releases.misbehave("truncated");

  expect(await size()).toBe(Math.floor(whole / 2));
});

test("a corrupt archive fails its test and its checksum", async ({ published: { releases, network } }) => {
  releases.misbehave("corrupt");
  await network.curl("-O", `${release}/${archive}`, "-O", `${release}/vault_1.17.5_SHA256SUMS`);

  const run = execa({ cwd: network.folder, reject: false });
  expect((await run`unzip -t ${archive}`).exitCode).not.toBe(0);
  expect((await run`sha256sum --ignore-missing -c vault_1.17.5_SHA256SUMS`).exitCode).toBe(1);
});

test("a wrong checksum is that of a sound archive", async ({ published: { releases, network } }) => {
  releases.misbehave("wrong-checksum");
  await network.curl("-O", `${release}/${archive}`, "-O", `${release}/vault_1.17.5_SHA256SUMS`);

  const run = execa({ cwd: network.folder, reject: false });
  expect((await run`unzip -t ${archive}`).exitCode).toBe(0);
  expect((await run`sha256sum --ignore-missing -c vault_1.17.5_SHA256SUMS`).exitCode).toBe(1);
});
