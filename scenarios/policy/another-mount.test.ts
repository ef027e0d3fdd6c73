import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenOf } from "../token.ts";
import { expectDenied, expectOpen, ownPath, readmeRole } from "./readme.ts";

scenario("POLICY-05", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  const role = await readmeRole(vault);
  const other = await vault.mount("jwt-too");
  await vault.role({ name: role.name, mount: other, policies: role.policies });
  const first = await coder.start({ role: role.name });
  const path = ownPath(first);
  await expectOpen(first, vault, path, ["create"]);

  const workspace = await coder.start({
    role: role.name,
    restarts: first,
    jwt: first.jwt,
    inputs: { vault_jwt_auth_path: other.path },
  });

  expect(await tokenOf(workspace, vault), "the token of a new terminal").toMatchObject({
    path: "auth/jwt-too/login",
    policies: ["default", ...role.policies],
  });
  expect(await vault.aliasMetadata(other)).toEqual(await vault.aliasMetadata(role.mount));
  await expectDenied(workspace, vault, path);
});
