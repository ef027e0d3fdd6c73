import { columns, type JudgedMutant, type KillMatrix, markOf, meanings, summaryOf } from "./kill-matrix.ts";

/** A mutant as a line of {@link grid}, `width` characters after its beginning. */
export function gridLine(judged: JudgedMutant, width: number): string {
  return `${judged.mutant.padEnd(width)} ${columns.map((id) => markOf(judged, id)).join(" ")}`.trimEnd();
}

/** The matrix as text of fixed width: the requirements' ids, one a column, are read downwards. */
export function grid({ mutants }: KillMatrix): string {
  const width = Math.max(...mutants.map(({ mutant }) => mutant.length));
  const height = Math.max(...columns.map((id) => id.length));
  const heading = Array.from({ length: height }, (_, at) =>
    `${" ".repeat(width)} ${columns.map((id) => id.padStart(height)[at]).join(" ")}`.trimEnd(),
  );
  return [...heading, ...mutants.map((one) => gridLine(one, width))].join("\n");
}

/** What the marks mean, in a line. */
export const legend: string = Object.entries(meanings)
  .map(([mark, meaning]) => `${mark} ${meaning}`)
  .join("; ");

/** The text of `kill-matrix.md`. */
export function killMatrixDocument(matrix: KillMatrix): string {
  const { problems, said } = summaryOf(matrix);
  const areas = Map.groupBy(matrix.mutants, ({ caughtBy }) => areaOf(caughtBy));
  const parts = [
    "# Kill matrix",
    `Look up which requirements report a defect: one row for each of the [mutants](../fixtures/mutants), modules with one mistake,
and one column for each requirement of the [catalogue](requirements.md). \`npm run mutants\` makes this page, and \`kill-matrix.json\` for programs.`,
    [
      `**${said}.** ${extentOf(matrix)} Made with:`,
      "",
      ...matrix.madeWith.map(toolsOf),
      `- tokens: ${matrix.tokens.join(", ")}`,
    ].join("\n"),
    ...(problems.length > 0 ? [["## Problems", "", ...problems.map((problem) => `- ${problem}`)].join("\n")] : []),
    table(
      ["mark", "meaning"],
      Object.entries(meanings).map(([mark, meaning]) => [mark, meaning]),
    ),
    "## At a glance",
    `\`\`\`text\n${grid(matrix)}\n\`\`\``,
    ...[...areas].map(([area, mutants]) => section(area, mutants)),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Blank fields are nothing that is known: a reader is to see how many there are. */
function extentOf({ mutants }: KillMatrix): string {
  const asked = mutants.flatMap(({ outcomes }) => Object.keys(outcomes)).length;
  const all = mutants.length * columns.length;
  return asked === all
    ? "Every field was tried, with one kind of token at least."
    : `${asked} of ${all} fields were tried, the others are blank.`;
}

function toolsOf(tools: KillMatrix["madeWith"][number]): string {
  const versions = Object.entries(tools).map(([part, version]) => `${part}: ${version}`);
  return `- ${versions.join("; ")}`;
}

function areaOf(id: string): string {
  return id.replace(/-\d+$/, "");
}

/** The mutants that an area must catch; of the other areas only what is more than a pass. */
function section(area: string, mutants: readonly JudgedMutant[]): string {
  const inside = columns.filter((id) => areaOf(id) === area);
  const outside = columns.filter((id) => areaOf(id) !== area);
  const rows = mutants.map((one) => [
    `\`${one.mutant}\``,
    cell(one.mistake),
    ...inside.map((id) => markOf(one, id)),
    outside.flatMap((id) => ("rFE".includes(markOf(one, id)) ? [`${markOf(one, id)} ${id}`] : [])).join(", "),
  ]);
  const heads = ["mutant", "mistake", ...inside.map((id) => id.slice(area.length + 1)), "elsewhere"];
  return `## Caught by ${area}\n\n${table(heads, rows)}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A sentence, which may have code in it, as a table's cell. */
function cell(sentence: string): string {
  return sentence.replaceAll("|", "\\|");
}
