import { expect, type SecretFile, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { knownTokensIn } from "../token.ts";
import { filesWithSecrets } from "./secrets.ts";

const starts = [
  { umask: "000", what: "under umask 000" },
  { umask: "022", what: "under umask 022" },
  // What an earlier version of a module may have left.
  { umask: "077", earlier: "an-earlier-token", what: "under umask 077, where ~/.vault-token was there with mode 0644" },
];

scenario("SEC-02", async ({ vault, coder, assume }) => {
  const role = await vault.role();

  for (const { umask, earlier, what } of starts) {
    const workspace = await coder.start({
      role: role.name,
      umask,
      cli: "none",
      before: async (machine) => {
        if (earlier !== undefined) await machine.writeFile(`${machine.home}/.vault-token`, earlier, { mode: 0o644 });
      },
    });

    const files = await filesWithSecrets(workspace, vault, await knownTokensIn(workspace, vault));
    const exposed = files.filter(({ readableBy }) => readableBy === "others").map(inWords);
    expect(exposed, `files with a secret that others can read, ${what}`).toEqual([]);
  }
  assume(aGoodStart);
});

/** Such as `/home/coder/.vault-token (mode 0644)`. */
const inWords = ({ path, mode }: SecretFile) => `${path} (mode ${mode.toString(8).padStart(4, "0")})`;
