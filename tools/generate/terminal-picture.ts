import { stripVTControlCharacters } from "node:util";

const [lineHeight, characterWidth, margin] = [18, 8.43, 20] as const;

/** ECMA-48's "select graphic rendition", as far as the summary uses it. */
const styles: Readonly<Record<string, string>> = {
  "1": 'font-weight="bold"',
  "2": 'fill="#8b949e"',
  "31": 'fill="#ff7b72"',
  "32": 'fill="#3fb950"',
  "33": 'fill="#d29922"',
  "35": 'fill="#d2a8ff"',
};
const ends: Readonly<Record<string, readonly string[]>> = { "22": ["1", "2"], "39": ["31", "32", "33", "35"] };

/** Draws what a terminal shows, colours included, as an SVG picture with selectable text. */
export function terminalPicture(text: string, columns: number): string {
  const lines = text.split("\n");
  const [width, height] = [columns * characterWidth + 2 * margin, lines.length * lineHeight + 2 * margin].map(
    Math.ceil,
  );
  const rows = lines.map((line, place) => {
    const y = margin + (place + 0.75) * lineHeight;
    return `<text x="${margin}" y="${y}" xml:space="preserve">${spans(line)}</text>`;
  });
  const title = escaped(stripVTControlCharacters(lines.at(-1) ?? ""));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>The summary of a run: ${title}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g fill="#e6edf3" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${rows.join("\n")}
</g>
</svg>
`;
}

function spans(line: string): string {
  const active = new Set<string>();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what starts a sequence
  const pieces = line.split(/\u001b\[(\d+)m/);
  return pieces
    .map((piece, place) => {
      if (place % 2 === 1) {
        if (piece in styles) active.add(piece);
        for (const ended of ends[piece] ?? []) active.delete(ended);
        return "";
      }
      const attributes = [...active].map((code) => ` ${styles[code]}`).join("");
      if (piece === "" || attributes === "") return escaped(piece);
      return `<tspan${attributes}>${escaped(piece)}</tspan>`;
    })
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
