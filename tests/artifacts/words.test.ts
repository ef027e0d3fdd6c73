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
