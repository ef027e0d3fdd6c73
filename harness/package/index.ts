import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's own folder, where `module/` and `fixtures/` are. */
export const packageFolder: string = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../.." : "../../..", import.meta.url),
);

/** Where the scenarios are: beside the harness, as it was written or as it was compiled. */
export const scenariosFolder: string = join(import.meta.dirname, "../../scenarios");

const manifest: { readonly version: string; readonly repository?: string | { readonly url: string } } = JSON.parse(
  readFileSync(join(packageFolder, "package.json"), "utf8"),
);

/** This tool's own version. */
export const toolVersion: string = manifest.version;

/** Where the package's repository is on the web; `undefined` where its `package.json` names none. */
export const repositoryAddress: string | undefined = addressIn(manifest.repository);

function addressIn(repository: typeof manifest.repository): string | undefined {
  const url = typeof repository === "string" ? repository : repository?.url;
  return /^(?:git\+)?(https:\/\/.+?)(?:\.git)?$/.exec(url ?? "")?.[1];
}
