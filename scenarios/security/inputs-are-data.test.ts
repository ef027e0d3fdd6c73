import { expect, type StartOptions, scenario } from "../../harness/engine/index.ts";
import { expectData, type OddValue, oddInputs } from "./odd-inputs.ts";

scenario("SEC-03", async ({ vault, coder }) => {
  const role = (await vault.role()).name;
  const { jwt } = await coder.start({ role });
  const ofGoodStart = (await vault.issued()).length;
  expect(ofGoodStart, "the tokens that Vault issued for a good start").toBeGreaterThan(0);
  const options = (values: readonly OddValue[]): StartOptions => ({
    role,
    jwt,
    inputs: Object.fromEntries(values.map(({ input, value }) => [input, value])),
  });

  // Where there are no namespaces, Vault does not look at the name of one: such a start is a good one too.
  const looksAtNamespaces = await vault.hasNamespaces();
  let good = 1;

  for (const values of oddInputs(coder.declares, { jwt, address: vault.address })) {
    const build = await coder.build(options(values));
    const refused = build.outcome === "refused" && build.during === "plan" ? build.refusedInputs : [];
    for (const odd of values.filter(({ input }) => !refused.includes(input))) {
      const earlier = (await vault.logins()).length;
      const workspace = await coder.start(options([odd]));
      const isIgnored = odd.input === "vault_namespace" && !looksAtNamespaces;
      if (isIgnored && workspace.build.outcome === "succeeded") good += 1;
      await expectData(workspace, { ...odd, isIgnored }, (await vault.logins()).slice(earlier));
    }
  }
  expect(await vault.issued(), "the tokens that Vault issued: as many for each good start").toHaveLength(
    good * ofGoodStart,
  );
});
