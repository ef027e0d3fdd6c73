import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's own folder, where `module/` and `fixtures/` are. */
export const packageFolder: string = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../.." : "../../..", import.meta.url),
);

/** Where the scenarios are: beside the harness, as it was written or as it was compiled. */
export const scenariosFolder: string = join(import.meta.dirname, "../../scenarios");
