import { join } from "node:path";
import { z } from "zod";
import { type Confinement, readOf, writeOver } from "../../runtime/confinement/index.ts";

/** A module as Terraform has installed it, with whatever else it keeps of it. */
export interface InstalledModule {
  /** The name of its block, with those of the blocks above before it. */
  readonly Key: string;
  readonly Dir: string;
  readonly Source?: string | undefined;
  readonly Version?: string | undefined;
}

const record = z.object({
  Modules: z.array(
    z.looseObject({
      Key: z.string(),
      Dir: z.string(),
      Source: z.string().optional(),
      Version: z.string().optional(),
    }),
  ),
});

const recordOf = (folder: string) => join(folder, ".terraform/modules/modules.json");

/** The modules that Terraform has installed for the configuration in a folder. */
export async function installedModules(folder: string): Promise<readonly InstalledModule[]> {
  return record.parse(JSON.parse(await readOf(recordOf(folder)))).Modules;
}

/** Has Terraform find modules elsewhere, or under other names, than it has installed them. */
export async function recordModules(
  confinement: Confinement,
  folder: string,
  modules: readonly InstalledModule[],
): Promise<void> {
  await writeOver(confinement, recordOf(folder), JSON.stringify({ Modules: modules }));
}
