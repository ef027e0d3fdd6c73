import { expect, type StartOptions, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectData, type OddValue, oddInputs } from "./odd-inputs.ts";

scenario("SEC-03", async ({ vault, coder, assume }) => {
  const role = (await vault.role()).name;
  const jwt = await coder.jwt();
  const options = (values: readonly OddValue[]): StartOptions => ({
    role,
    jwt,
    inputs: Object.fromEntries(values.map(({ input, value }) => [input, value])),
  });
  // Where there are no namespaces, Vault does not look at the name of one.
  const ignored = (await vault.hasNamespaces()) ? ["vault_cli_version"] : ["vault_cli_version", "vault_namespace"];

  for (const values of oddInputs(coder.declares, { jwt, role, address: vault.address })) {
    const build = await coder.build(options(values));
    const refused = build.outcome === "refused" && build.during === "plan" ? build.refusedInputs : [];
    for (const odd of values.filter(({ input }) => !refused.includes(input))) {
      const [earlier, issued] = [(await vault.logins()).length, (await vault.accessors()).length];
      const workspace = await coder.start(options([odd]));
      await expectData(workspace, odd, (await vault.logins()).slice(earlier));
      const more = (await vault.accessors()).slice(issued);
      if (!ignored.includes(odd.input))
        expect(more, `the tokens that Vault issued for an odd ${odd.input}`).toEqual([]);
    }
  }
  assume(aGoodStart);
});
