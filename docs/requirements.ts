/** `npm run docs:requirements`: writes the catalogue's page anew. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { requirementsDocument } from "./requirements-document.ts";

await writeFile(join(import.meta.dirname, "requirements.md"), await requirementsDocument());
