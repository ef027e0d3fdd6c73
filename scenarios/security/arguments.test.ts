import { expect, leaks, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { argumentsIn, environmentsIn, watchedStarts } from "./processes.ts";

scenario("SEC-04", async ({ vault, coder, note, assume }) => {
  const accepts = await vault.role();
  const refuses = await vault.role({ boundAudiences: ["https://elsewhere.example"] });

  for (const { name } of [accepts, refuses]) {
    const starts = await watchedStarts(() => coder.start({ role: name, watch: true, cli: "none" }));

    for (const workspace of starts) {
      const secrets = { jwt: [workspace.jwt], "vault-token": await vault.issued() };
      const seen = argumentsIn(workspace);
      expect(seen.length, "the processes that were seen").toBeGreaterThan(0);
      const shown = seen.flatMap((args) => leaks(args, secrets));
      expect(shown, "secrets in the arguments of processes").toEqual([]);
      expect(leaks(await environmentsIn(workspace), secrets), "secrets in what is still running").toEqual([]);
      if (workspace.agent.scripts.some(({ script }) => script.text.includes(workspace.jwt))) note(coders);
    }
  }
  assume(aGoodStart);
});

const coders =
  "The JWT is in the script's text, which Coder's agent gives to a shell as an argument: every user of the workspace's machine can read it while the script runs.";
