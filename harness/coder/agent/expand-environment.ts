const special = /[*#$@!?\-0-9]/;

/** Go's `os.ExpandEnv`, which the agent applies to every value of the manifest (rules 6.2, 6.3): nothing escapes `$`. */
export function expandEnvironment(value: string, environment: Readonly<Record<string, string>>): string {
  let expanded = "";
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] !== "$" || at + 1 === value.length) {
      expanded += value[at];
      continue;
    }
    const { name, width } = variableName(value.slice(at + 1));
    // Go eats "${" that names nothing, and keeps a lone "$".
    if (name === "" && width === 0) expanded += "$";
    else expanded += Object.hasOwn(environment, name) ? environment[name] : "";
    at += width;
  }
  return expanded;
}

function variableName(rest: string): { name: string; width: number } {
  if (rest.startsWith("{")) {
    const inner = rest[1] ?? "";
    if (special.test(inner) && rest[2] === "}") return { name: inner, width: 3 };
    const end = rest.indexOf("}");
    if (end === 1) return { name: "", width: 2 };
    return end < 0 ? { name: "", width: 1 } : { name: rest.slice(1, end), width: end + 1 };
  }
  if (special.test(rest[0] ?? "")) return { name: rest[0] ?? "", width: 1 };
  const name = /^\w*/.exec(rest)?.[0] ?? "";
  return { name, width: name.length };
}
