import { expect, scenario } from "../../harness/engine/index.ts";
import { ownPath, readmeRole, verbs } from "./readme.ts";

scenario("POLICY-03", "Another owner's path is denied to every verb", {}, async ({ vault, coder }) => {
  const role = await readmeRole(vault);

  const workspace = await coder.start({ role: role.name });

  const theirs = ownPath({ ...workspace, owner: { ...workspace.owner, name: "grace" } });
  await vault.secret("kv", theirs, { a: "1" });
  await vault.secret("kv", `${theirs}/below`, { a: "1" });
  expect(await workspace.shell(verbs.create(ownPath(workspace)))).toHaveSucceeded();
  for (const verb of Object.values(verbs)) {
    const answer = await workspace.shell(verb(theirs));
    expect(answer).toHaveFailed();
    expect(answer.output).toMention("permission denied");
  }
});
