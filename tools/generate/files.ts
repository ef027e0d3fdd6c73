import { configJsonSchema } from "../../harness/cli/start/config.ts";
import { policyJsonSchema } from "../../harness/gate/index.ts";
import { matrixJsonSchema } from "../../harness/matrix/index.ts";
import { reportJsonSchema } from "../../harness/report/index.ts";
import { knownJsonSchema } from "../../harness/verdict/index.ts";
import { readMatrix, wholeFolder } from "../mutants/files.ts";
import { killMatrixDocument } from "../mutants/render.ts";
import { requirementsPage } from "./requirements-page.ts";

/** The texts of all files that are made from others, by their paths in the package. */
export const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  "docs/requirements.md": requirementsPage,
  "docs/kill-matrix.md": async () => killMatrixDocument(await readMatrix(wholeFolder)),
  "docs/report.schema.json": reportJsonSchema,
  "docs/config.schema.json": configJsonSchema,
  "docs/known.schema.json": knownJsonSchema,
  "docs/matrix.schema.json": matrixJsonSchema,
  "docs/policy.schema.json": policyJsonSchema,
};
