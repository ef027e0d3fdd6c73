import { expect, scenario } from "../../harness/engine/index.ts";
import { ownPath, readmeRole, verbs } from "./readme.ts";

scenario(
  "POLICY-04",
  "Another workspace of the same owner is denied, while both are running",
  {},
  async ({ vault, coder }) => {
    const role = await readmeRole(vault);

    const first = await coder.start({ role: role.name });
    const last = await coder.start({ role: role.name });

    for (const workspace of [first, last]) {
      const other = workspace === first ? last : first;
      expect(await workspace.shell(verbs.create(ownPath(workspace)))).toHaveSucceeded();
      for (const verb of Object.values(verbs)) {
        const answer = await workspace.shell(verb(ownPath(other)));
        expect(answer).toHaveFailed();
        expect(answer.output).toMention("permission denied");
      }
    }
  },
);
