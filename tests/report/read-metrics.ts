/** A sample, with its labels in their order. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const metadata = /^# (TYPE|UNIT|HELP) ([a-z_]+) (\P{Cc}+)$/u;
const sampleLine = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)$/u;
const suffixes: Readonly<Record<string, string>> = { gauge: "", info: "_info" };

/** Reads the text format of OpenMetrics 1.0, as far as our writer uses it; throws at what it forbids. */
export function readMetrics(text: string): readonly MetricSample[] {
  if (!text.endsWith("\n# EOF\n")) throw new SyntaxError("no end");
  const lines = text.slice(0, -"# EOF\n".length).trimEnd().split("\n");
  const families = new Map<string, Record<string, string>>();
  const seen = new Set<string>();
  let family = "";
  return lines.flatMap((line) => {
    const [, kind, name = "", said = ""] = metadata.exec(line) ?? [];
    if (kind !== undefined) {
      if (name !== family && families.has(name)) throw new SyntaxError(`${name} in two places`);
      const known = families.get(name) ?? {};
      if (known[kind] !== undefined || known.sample !== undefined) throw new SyntaxError(`${kind} of ${name} twice`);
      if (kind === "UNIT" && !name.endsWith(`_${said}`)) throw new SyntaxError(`${name} is not in ${said}`);
      families.set(name, { ...known, [kind]: said });
      family = name;
      return [];
    }
    const sample = sampleIn(line);
    const known = families.get(family) ?? {};
    if (sample.name !== `${family}${suffixes[known.TYPE ?? ""]}`) throw new SyntaxError(`out of place: ${line}`);
    const series = line.slice(0, line.lastIndexOf(" "));
    if (seen.has(series)) throw new SyntaxError(`twice: ${series}`);
    seen.add(series);
    families.set(family, { ...known, sample: "seen" });
    return [sample];
  });
}

function sampleIn(line: string): MetricSample {
  const [, name, labels = "", value] = sampleLine.exec(line) ?? [];
  if (name === undefined || !line.isWellFormed() || Number.isNaN(Number(value)))
    throw new SyntaxError(`no sample: ${line}`);
  const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = "", text = ""]) => [
    label,
    text.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character)),
  ]);
  return { name, labels: Object.fromEntries(pairs), value: Number(value) };
}
