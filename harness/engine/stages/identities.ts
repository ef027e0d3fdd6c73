import { z } from "zod";
import type { VaultClient } from "../../vault/index.ts";
import { failAs } from "../verdict.ts";
import type { Mount } from "./roles.ts";

type Client = Pick<VaultClient, "ask" | "demand">;

/** Removes the entities that logins have made, and with them their aliases. */
export async function forgetEntities(client: Client): Promise<void> {
  const { body } = await client.ask("LIST", "identity/entity/id");
  const keys = body.data?.keys;
  for (const id of Array.isArray(keys) ? keys : []) await client.ask("DELETE", `identity/entity/id/${id}`);
}

const aliases = z.object({ key_info: z.record(z.string(), z.looseObject({ mount_accessor: z.string() })) });
const alias = z.object({ metadata: z.record(z.string(), z.unknown()).nullable() });

/** The metadata of the one alias that logins at a mount have made; where they made none or several, the scenario has failed. */
export async function metadataAt(client: Client, mount: Mount): Promise<Readonly<Record<string, unknown>>> {
  // Vault answers 404 where there is none at all.
  const { status, body } = await client.ask("LIST", "identity/entity-alias/id");
  const all = status === 404 ? {} : aliases.parse(body.data).key_info;
  const found = Object.entries(all).filter(([, info]) => info.mount_accessor === mount.accessor);
  const [id = ""] = found.length === 1 ? (found[0] ?? []) : [];
  if (id === "") failAs(`the logins at ${mount.path} to make one alias`, `they made ${found.length}`);
  const read = await client.demand("GET", `identity/entity-alias/id/${id}`);
  return alias.parse(read.body.data).metadata ?? {};
}

const made = z.object({ id: z.string() });

/** Makes an external group, which is for an alias at a mount to lead into; gives its id. */
export async function externalGroup(client: Client, name: string, policies: readonly string[]): Promise<string> {
  const group = await client.demand("POST", "identity/group", { name: `group ${name}`, type: "external", policies });
  return made.parse(group.body.data).id;
}
