import { z } from "zod";
import { cellSchema, reportedTemplateSchema } from "../report/index.ts";
import { named } from "../text/index.ts";
import { doubtsAbout, gapsInIsolation } from "../verdict/index.ts";
import { describes } from "./statement.ts";
import type { Statement } from "./types.ts";

const cellsSchema = z.looseObject({ cells: z.array(cellSchema) });
const reportSchema = z.looseObject({
  signedBy: z.string().exactOptional(),
  template: reportedTemplateSchema.exactOptional(),
});

/**
 * What a reader of an attestation should know of the runs that it rests on, a sentence each: what was not genuine, what was
 * not isolated, and who vouches for the reports.
 */
export function remarksOn({ predicate }: Statement): readonly string[] {
  const annotations = (wanted: string) =>
    predicate.configuration.filter(({ name }) => name === wanted).map((one) => one.annotations ?? {});
  return [
    ...new Set([...annotations(describes.matrix).flatMap(ofCells), ...annotations(describes.report).flatMap(ofReport)]),
  ];
}

function ofCells(annotations: unknown): readonly string[] {
  const { success, data } = cellsSchema.safeParse(annotations);
  if (!success) return ["The attestation does not say what its cells consisted of."];
  return data.cells.flatMap((cell) => [
    ...about(cell.id, "not genuine", doubtsAbout(cell)),
    ...about(cell.id, "not fully isolated", gapsInIsolation(cell, "complete")),
  ]);
}

function about(id: string, lacking: string, sentences: readonly string[]): readonly string[] {
  return sentences.length === 0 ? [] : [`${named(id)} is ${lacking}: ${sentences.join(" ")}`];
}

function ofReport(annotations: unknown): readonly string[] {
  const { success, data } = reportSchema.safeParse(annotations);
  if (!success) return ["The attestation describes a report in a form that the gate does not write."];
  const { signedBy, template } = data;
  return [
    ...(template === undefined ? [] : [`Workspaces were built from the template ${named(template.source)}.`]),
    signedBy === undefined
      ? "A report was unsigned: anyone with access to its file could have changed it."
      : `The key ${named(signedBy)} signed a report.`,
  ];
}
