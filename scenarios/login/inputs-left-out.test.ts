import { aBuild, expect, scenario } from "../../harness/engine/index.ts";

const needed = ["agent_id", "vault_addr", "vault_jwt_role"];

scenario("LOGIN-13", async ({ coder, assume }) => {
  assume(aBuild);
  for (const name of needed.filter((one) => coder.declares.includes(one))) {
    const build = await coder.build({ role: "workspace", inputs: { [name]: undefined } });

    expect(build, `the build without ${name}`).toMatchObject({
      outcome: "refused",
      during: "plan",
      diagnostics: expect.stringContaining(name),
    });
  }
});
