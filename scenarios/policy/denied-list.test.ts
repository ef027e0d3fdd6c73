import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { answersTo } from "./requests.ts";

const rules = `
path "kv/*" { capabilities = ["read", "list"] }
path "kv/data/private/*" { capabilities = ["deny"] }
path "kv/metadata/private/*" { capabilities = ["deny"] }
`;

scenario("POLICY-12", async ({ vault, coder, note, assume }) => {
  await vault.kv("kv");
  for (const folder of ["private", "public"]) await vault.secret("kv", `${folder}/plans`, { colour: "ochre" });
  await vault.policy("but-private", rules);
  const role = await vault.role({ policies: ["but-private"] });

  const workspace = await coder.start({ role: role.name });

  const [open, denied, listed] = await answersTo(workspace, vault, [
    { method: "LIST", path: "kv/metadata/public" },
    { method: "GET", path: "kv/data/private/plans" },
    { method: "LIST", path: "kv/metadata/private" },
  ]);
  expect(denied?.status, `the answer to ${denied?.what}`).toBe(403);
  assume(aGoodStart);
  expect(open?.status, `the answer to ${open?.what}`).toBe(200);
  const { name, version } = vault.program;
  note(
    listed?.status === 403
      ? `A deny on kv/metadata/private/* also denies LIST of kv/metadata/private/ on ${name} ${version}.`
      : `Warning: a deny on kv/metadata/private/* does not deny LIST of kv/metadata/private/ on ${name} ${version}. Use OpenBao 2.6.0, Vault 2.0.3 or newer, or deny the folder itself too.`,
  );
});
