import { expect, scenario } from "../../harness/engine/index.ts";
import { expectData, type OddValue, oddValues } from "./oddInputs.ts";

scenario("SEC-03", "Inputs are data: nothing in them is run or altered", {}, async ({ vault, coder, site }) => {
  const role = await vault.role();
  const { jwt } = await coder.start({ role: role.name });

  const tried = async (odd: OddValue) => {
    const options = { role: role.name, jwt, inputs: { [odd.input]: odd.value } };
    const build = await coder.build(options);
    if (build.outcome === "refused" && build.during === "plan") return "refused";
    const earlier = (await vault.logins()).length;
    const workspace = await coder.start(options);
    await expectData(workspace, odd, (await vault.logins()).slice(earlier));
    return "taken";
  };
  for (const { together, parts, alone } of oddValues(site.settings.variables, { jwt, address: vault.address })) {
    const answer = await tried(together);
    for (const odd of answer === "refused" ? [...parts, ...alone] : alone) await tried(odd);
  }
  expect(await vault.issued(), "the tokens that Vault issued: one, for the good start").toHaveLength(1);
});
