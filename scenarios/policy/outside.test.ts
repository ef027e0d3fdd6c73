import { expect, scenario } from "../../harness/engine/index.ts";
import { answersTo, forbidden, stateOf } from "./outside.ts";
import { ownPath, readmeRole, verbs } from "./readme.ts";

scenario(
  "POLICY-07",
  "Outside its policies the token reads nothing and changes nothing",
  {},
  async ({ vault, coder }) => {
    const role = await readmeRole(vault);
    await vault.kv("other");
    for (const mount of ["kv", "other"]) await vault.secret(mount, "plans", { a: "1" });
    await vault.policy("wide", 'path "other/*" { capabilities = ["create", "read", "update", "delete", "list"] }');
    const wide = await vault.role({ mount: role.mount, policies: ["wide"] });
    const first = await coder.start({ role: wide.name });

    const workspace = await coder.start({ role: role.name, restarts: first });

    expect(await workspace.shell(verbs.create(ownPath(workspace)))).toHaveSucceeded();
    const before = await stateOf(vault, role);
    const answers = await answersTo(workspace, vault, forbidden(role));
    expect(
      answers.filter((answer) => !answer.endsWith(" 403")),
      "what Vault answered otherwise than 403",
    ).toEqual([]);
    expect(answers.length, "requests that Vault answered").toBe(forbidden(role).length);
    expect(await stateOf(vault, role), "what an administrator sees").toEqual(before);
  },
);
