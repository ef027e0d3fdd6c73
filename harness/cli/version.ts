import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(findPackageJSON(".", import.meta.url) ?? "package.json", "utf8"),
);

/** This tool's own version. */
export const toolVersion: string = manifest.version;
