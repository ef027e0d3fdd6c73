import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageFolder } from "../run/index.ts";

const manifest = z.object({ version: z.string() });

/** This tool's own version. */
export const toolVersion: string = manifest.parse(
  JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")),
).version;
