import semver from "semver";

/** Splits `openbao@>=2.6 <3` into the name and the range; a missing range is every version. */
export function programPattern(word: string): { readonly name: string; readonly range: string } {
  const at = word.indexOf("@");
  return at < 0 ? { name: word, range: "*" } : { name: word.slice(0, at), range: word.slice(at + 1) };
}

/** Whether a program is one that a word such as `openbao@>=2.6 <3` means. */
export function isProgram(program: { readonly name: string; readonly version: string }, word: string): boolean {
  const { name, range } = programPattern(word);
  return program.name === name && semver.satisfies(program.version, range, { includePrerelease: true });
}

/** Whether any version at all can be in a range. */
export function isSatisfiable(range: string): boolean {
  const parsed = semver.validRange(range);
  return parsed !== null && semver.minVersion(parsed) !== null;
}
