/** `npm run generate`: writes all files that are made from others. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../../harness/package/index.ts";
import { generated } from "./files.ts";

for (const [file, text] of Object.entries(generated)) await writeFile(join(packageFolder, file), await text());
