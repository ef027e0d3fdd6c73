import { expect, scenario, type VaultStage } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { jwtsReceived } from "../login/jwts.ts";
import { expectNoOther } from "../no-other.ts";
import { tokenIn } from "../token.ts";

scenario("COMPAT-04", async ({ vault, coder, site, assume }) => {
  const other = await vault.another();
  const role = (await vault.role()).name;
  const theirs = await site.signer.sign({
    iss: "https://code.example.com",
    aud: "https://vault.example.com",
    sub: "the second instance",
    iat: Math.floor(Date.now() / 1000),
  });
  const second = {
    vault_addr: other.address,
    vault_jwt_role: (await other.role()).name,
    vault_jwt_token: { expression: `sensitive("${theirs}")` },
  };
  const first = await coder.start({ role, second, cli: "none" });

  const workspace = await coder.start({ role, second, restarts: first });

  const own = [first.jwt, workspace.jwt];
  for (const [at, jwts, stranger] of [
    [vault, own, other],
    [other, [theirs], vault],
  ] as const) {
    expect(await strangers(at, stranger), `tokens of ${stranger.address} that ${at.address} received`).toEqual([]);
    const received = await jwtsReceived(at);
    expectNoOther(received, jwts, `JWTs that ${at.address} received`);
    assume(aGoodStart);
    expect(received, `the JWTs that ${at.address} received`).toEqual(jwts);
    const accessor = (await at.accessors()).at(-1) ?? "";
    const { status } = await at.api.ask("POST", "auth/token/lookup-accessor", { accessor });
    expect(status, `the answer of ${at.address} when it looks up the last token that it issued`).toBe(200);
  }
  for (const { script } of [first, workspace]) expect(script).toHaveSucceeded();
  expect(workspace.agent.scripts.length, "start scripts").toBeGreaterThan(1);
  const { stdout } = await workspace.shell('printf "<%s>\\n" "$VAULT_ADDR"');
  const address = [...stdout.matchAll(/^<(.*)>$/gm)].at(-1)?.[1];
  const chosen = [vault, other].find((one) => one.address === address);
  const known = await chosen?.lookup(await tokenIn(workspace));
  expect(known, `what ${address}, which is VAULT_ADDR in a new terminal, knows of the token there`).toBeDefined();
  expect(await workspace.shell("vault token lookup")).toHaveSucceeded();
});

/** The tokens that one server has issued and another has been sent. */
async function strangers(at: VaultStage, issuer: VaultStage): Promise<readonly string[]> {
  const issued = await issuer.issued();
  return (await at.requests()).flatMap(({ token }) => (token !== undefined && issued.includes(token) ? [token] : []));
}
