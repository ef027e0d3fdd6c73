import { expect, scenario } from "../../harness/engine/index.ts";
import { aLogin } from "../assumptions.ts";

scenario("START-09", async ({ coder, findings, assume }) => {
  const jwt = await coder.jwt();

  // Written into the template, as the README shows first: nothing but the module makes it sensitive there.
  for (const literal of [jwt, `${jwt}\n`])
    await coder.build({
      role: "workspace",
      jwt,
      inputs: { vault_jwt_token: { expression: JSON.stringify(literal) } },
    });

  const found = await findings();
  expect(found.map(({ sentence }) => sentence)).toHaveNoFindings();
  assume(aLogin);
});
