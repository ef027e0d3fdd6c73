import { failAs, scenario } from "../../harness/engine/index.ts";
import { expectNoLogin } from "../refusal.ts";

const saysSo =
  /\b(no|missing|empty|without an?)(\W+\w+){0,3}?\W+(jwt|token)\b|(\b|_)(jwt|token)\b[^.:;]*\b(not (set|given|found|available|present|provided)|missing|empty|unset|unavailable|required)\b/i;

scenario("LOGIN-11", async ({ vault, coder }) => {
  const role = await vault.role();

  const workspace = await coder.start({
    role: role.name,
    owner: { oidcAccessToken: "", loginType: "password" },
  });

  await expectNoLogin(workspace, vault);
  if (!saysSo.test(workspace.script.log)) failAs("the log to say that no JWT was available", "it does not");
});
