import { scenario, unsupported } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectIssued } from "./login.ts";

scenario("ENV-03", "ipv6-host", async ({ vault, coder, site, assume }) => {
  const role = await vault.role();
  const { plain } = (await site.gateway()).addresses;
  const first = await coder.start({ role: role.name });
  await using relay = await site.ipv6Relay(first.machine, plain);
  if (relay === undefined) unsupported("workspaces have no IPv6 here");

  const inputs = { vault_addr: relay.address };
  const workspace = await coder.start({ role: role.name, inputs, disk: first, step: relay.address });

  assume(aGoodStart);
  await expectIssued(workspace, vault, role);
});
