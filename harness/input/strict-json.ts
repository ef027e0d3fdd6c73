/**
 * `JSON.parse`, but an object that has a name twice is refused too: readers differ in which of the two they take, so
 * that a person and a program could see different documents.
 * @throws SyntaxError
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const repeated = repeatedName(text);
  if (repeated !== undefined) throw new SyntaxError(`the name ${repeated} occurs twice in one object`);
  return value;
}

/** A string with the colon that makes it a name, if there is one, or a bracket that opens or closes. */
const token = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g;

/** Of text that is JSON. Names are compared as they are read: `"a"` and `"\u0061"` are one. */
function repeatedName(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [word, name, colon] of text.matchAll(token)) {
    if (word === "{" || word === "[") open.push(new Set());
    else if (word === "}" || word === "]") open.pop();
    else if (name !== undefined && colon !== undefined) {
      const read = name.includes("\\") ? String(JSON.parse(name)) : name.slice(1, -1);
      const names = open.at(-1);
      if (names?.has(read)) return JSON.stringify(read);
      names?.add(read);
    }
  }
  return undefined;
}
