import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart, anInstall } from "../assumptions.ts";

scenario("SEC-06", async ({ vault, coder, releases, assume }) => {
  const inputs = { vault_cli_version: "1.17.5" };
  const unknown = await vault.another({ certificate: "untrusted" });
  const there = await unknown.role();

  await coder.start({
    role: there.name,
    inputs: { ...inputs, vault_addr: unknown.address },
    cli: "1.17.5",
  });

  expect(await unknown.logins(), "the logins that reached a Vault which is not trusted").toEqual([]);

  const role = await vault.role();
  const asked = releases.requests.length;
  const atReleases = await coder.start({ role: role.name, inputs, machine: { trusts: "nothing" }, cli: "none" });

  expect(releases.requests.slice(asked), "requests to a release server that is not trusted").toEqual([]);
  expect(await atReleases.shell("command -v vault")).toHaveFailed();
  assume(aGoodStart, anInstall);
});
