/** `npm run docs:scale`: calculates the page on large matrices anew. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scaleDocument } from "./scaleDocument.ts";

await writeFile(join(import.meta.dirname, "scale.md"), await scaleDocument());
