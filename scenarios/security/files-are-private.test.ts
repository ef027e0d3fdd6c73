import { expect, type SecretFile, scenario } from "../../harness/engine/index.ts";
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
    const exposed = files.filter(({ readableBy }) => readableBy === "others").map(inWords);
    expect(exposed, `files with a secret that others can read, under umask ${umask}`).toEqual([]);
  }
  assume(aGoodStart);
});

/** Such as `/home/coder/.vault-token (mode 0644)`. */
const inWords = ({ path, mode }: SecretFile) => `${path} (mode ${mode.toString(8).padStart(4, "0")})`;
