import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { JsonValue } from "../model/index.ts";
import { packageFolder } from "../package/index.ts";

/** Where the README's examples are, each a Terraform root. */
export const examplesFolder: string = join(packageFolder, "fixtures/templates");

/** The body of the README's example role, as it is written to Vault. */
export async function readmeExampleRole(): Promise<Record<string, JsonValue>> {
  return z
    .record(z.string(), z.json())
    .parse(JSON.parse(await readFile(join(examplesFolder, "custom-jwt/role.json"), "utf8")));
}

/** The README's example policy for a mount; `subscribe` and its event types only for servers that have events. */
export async function readmeExamplePolicy(
  mountAccessor: string,
  { subscribe }: { readonly subscribe: boolean },
): Promise<string> {
  const text = await readFile(join(examplesFolder, "custom-jwt/policy.hcl"), "utf8");
  const bound = text.replaceAll("<MOUNT_ACCESSOR>", mountAccessor);
  return subscribe ? bound : bound.replaceAll(', "subscribe"', "").replace(/^ *subscribe_event_types .*\n/gm, "");
}
