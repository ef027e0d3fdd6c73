/** What an agent complains of in its own log, a text each: without the time, and without the places in its source. */
export function complaintsIn(log: string): readonly string[] {
  return log
    .split(/^(?=\d{4}-\d\d-\d\d \S+ \[\w+\])/m)
    .filter((entry) => /^\S+ \S+ \[(?:warn|erro|crit|fata)/i.test(entry))
    .map((entry) =>
      entry
        .split("\n")
        .filter((line) => !/^\s+\S+\/\S+$/.test(line))
        .join(" ")
        .replace(/^\S+ \S+ \[\w+\]\s*/, "")
        .replaceAll(/\s+/g, " ")
        .trim(),
    );
}

/** Why a script has failed or was not run, as far as the log says it: the error of the complaint that names its source. */
export function reasonFor(log: string, source: string): string | undefined {
  const complaint = complaintsIn(log).findLast((one) => one.includes(source));
  return complaint === undefined ? undefined : /error=\s*(.*)$/.exec(complaint)?.[1];
}

/** Why a program of Go has ended, or what else it last said. */
export function lastWordsIn(log: string, errors: string): string {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  const words = lines.find((line) => /^(?:panic|fatal error): /.test(line)) ?? lines.at(-1);
  return (words ?? complaintsIn(log).at(-1) ?? "it printed nothing").trim();
}
