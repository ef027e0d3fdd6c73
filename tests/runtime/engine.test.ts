import { expect, test } from "vitest";
import { engineOf } from "../../harness/runtime/docker/daemon/engine.ts";

/** What Engines answer to `/version`. */
const docker = {
  Version: "20.10.24",
  ApiVersion: "1.41",
  Os: "linux",
  Arch: "amd64",
  Components: [{ Name: "Engine" }],
};
const podman = { ...docker, Version: "4.3.1", Components: [{ Name: "Podman Engine" }] };
const place = "unix:///a/socket";
const bounding = { MemoryLimit: true, PidsLimit: true };
const usual = { name: "Docker Engine", version: "20.10.24", unbounded: [], platform: { os: "linux", arch: "amd64" } };

test.each([
  [docker, usual],
  [{ ...docker, Components: undefined }, usual],
  [podman, { ...usual, name: "Podman", version: "4.3.1" }],
  [
    { ...docker, Arch: "arm64" },
    { ...usual, platform: { os: "linux", arch: "arm64" } },
  ],
])("a daemon that can be used: %j", (answer, engine) => {
  expect(engineOf(answer, bounding, place)).toEqual(engine);
});

test("a rootless daemon without cgroups", () => {
  expect(engineOf(docker, { MemoryLimit: false, PidsLimit: false }, place)).toMatchObject({
    unbounded: ["the memory", "the number of processes"],
  });
});

test.each([
  [{ Os: "windows" }, `Docker at ${place} runs windows containers, not Linux ones.`],
  [{ Arch: "s390x" }, `Docker at ${place} runs on s390x: servers exist for amd64 and arm64 only.`],
  [{ ApiVersion: "1.40", Version: "19.03.15" }, /19\.03\.15 is older than 20\.10/],
])("a daemon that cannot be used: %j", (difference, problem) => {
  const found = engineOf({ ...docker, ...difference }, bounding, place);

  expect(found).toEqual({ problem: expect.stringMatching(problem) });
});
