import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findServer, findTerraform } from "../../harness/artifacts/index.ts";
import { scratch } from "./run.ts";

test.for([
  "consul",
  "vault@abc",
  "vault@1.13",
  "vault@v1.13.1",
  "vault@",
  "@1.13.1",
  "",
  "openbao@2.7.2 ",
  "constructor",
])("%j is not a server: the command is wrong", async (word) => {
  await using cache = await scratch();

  await expect(findServer(word, undefined, cache.options)).rejects.toMatchObject({
    code: "server.malformed",
    status: 2,
    facts: { word },
  });
});

test.for(["vault", "tofu@1", "terraform@latest"])("%j is not a Terraform: the command is wrong", async (word) => {
  await using cache = await scratch();

  await expect(findTerraform(word, cache.options)).rejects.toMatchObject({ code: "terraform.malformed", status: 2 });
});

test("a named binary that is no server is the caller's mistake", async () => {
  await using cache = await scratch();

  await expect(findServer(undefined, process.execPath, cache.options)).rejects.toMatchObject({
    code: "server.binary",
    status: 2,
    facts: { path: process.execPath },
  });
});

test.for([
  ["Vault v1.21.4 (a123456), built 2025-11-19T10:00:00Z", "vault", "1.21.4"],
  ["Vault v1.21.4, built 2025-11-19T10:00:00Z", "vault", "1.21.4"],
  ["Vault v1.21.4 ('a123456+CHANGES'), built 2025-11-19T10:00:00Z", "vault", "1.21.4"],
  ["Vault v1.13.1", "vault", "1.13.1"],
  ["Vault v1.16.2+ent (a123456), built 2024-04-22T16:25:54Z", "vault", "1.16.2+ent"],
  ["Vault v1.16.2+ent.hsm.fips1402, built 2024-04-22T16:25:54Z", "vault", "1.16.2+ent.hsm.fips1402"],
  ["Vault v1.22.0-dev1, built 2025-11-19T10:00:00Z", "vault", "1.22.0-dev1"],
  ["Vault v1.22.0-beta1+ent", "vault", "1.22.0-beta1+ent"],
  ["WARNING! a line before it\nVault v1.21.4, built 2025-11-19T10:00:00Z", "vault", "1.21.4"],
  ["OpenBao v2.7.2 (a123456), built 2026-01-01T00:00:00Z", "openbao", "2.7.2"],
  ["OpenBao v2.8.0-alpha20260301, built 2026-03-01T00:00:00Z", "openbao", "2.8.0-alpha20260301"],
  ["OpenBao v2.7.2-dev1+hsm, built 2026-01-01T00:00:00Z", "openbao", "2.7.2-dev1+hsm"],
] as const)("the version in %j is recognised", async ([says, name, version]) => {
  await using cache = await scratch();
  const path = join(cache.folder, "server");
  await writeFile(path, `#!/bin/sh\ncat <<'end'\n${says}\nend\n`, { mode: 0o755 });

  expect(await findServer(undefined, path, cache.options)).toMatchObject({ name, version });
});

test.for(["Vault v1.21, built 2025-11-19T10:00:00Z", "Vaulted v1.21.4", "not Vault v1.21.4", "Terraform v1.11.4"])(
  "the version in %j is none of a server",
  async (says) => {
    await using cache = await scratch();
    const path = join(cache.folder, "server");
    await writeFile(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });

    await expect(findServer(undefined, path, cache.options)).rejects.toMatchObject({ code: "server.binary" });
  },
);
