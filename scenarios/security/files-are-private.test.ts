import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { filesWithSecrets } from "./secrets.ts";

const umasks = ["000", "022", "077"];

scenario("SEC-02", async ({ vault, coder, assume }) => {
  const role = await vault.role();

  for (const umask of umasks) {
    const workspace = await coder.start({
      role: role.name,
      umask,
      cli: "none",
      // What an earlier version of a module may have left.
      before: (machine) => machine.writeFile(`${machine.home}/.vault-token`, "an earlier token", { mode: 0o644 }),
    });

    const files = await filesWithSecrets(workspace, vault);
    const exposed = files.filter(({ readableBy }) => readableBy === "others").map(({ path }) => path);
    expect(exposed, `files with a secret that others can read, under umask ${umask}`).toEqual([]);
  }
  assume(aGoodStart);
});
