import { gunzipSync } from "node:zlib";
import { secretForms } from "../../../redaction/index.ts";
import type { FileState, StartRecord } from "../record.ts";

/** Logs of scripts are SEC-01's. */
const isScriptLog = (path: string): boolean => /^\/tmp\/coder-[^/]*\.log$/.test(path);

/** START-01: where the JWT and the token were. */
export function secretsInFiles({ watched, jwt, tokens }: StartRecord): readonly string[] {
  const [isJwt, isToken] = [finderOf([jwt]), finderOf(tokens)];
  const after = watched.changes.flatMap((change) => change.after ?? []).filter(({ path }) => !isScriptLog(path));
  const states = watched.states.filter(({ path }) => !isScriptLog(path));
  const withToken = new Set([...states, ...after].filter((one) => isToken(one)).map(({ path }) => path));
  return [
    ...about("the JWT is in", after.filter(isJwt), " after the start"),
    ...about(
      "others could read the JWT in",
      states.filter((one) => one.isOpen && isJwt(one)),
      " for a moment",
    ),
    ...about(
      "others could read",
      [...states, ...after].filter((one) => one.isOpen && withToken.has(one.path)),
      ", which has the Vault token",
    ),
  ];
}

function about(what: string, files: readonly FileState[], when: string): readonly string[] {
  const paths = [...new Set(files.map(({ path }) => path))];
  return paths.map((path) => `${what} ${path}${when}`);
}

const shortest = 20;

/** Whether a file has one of the secrets, or half of one: plain, encoded, reversed or compressed, also one in the other. */
function finderOf(secrets: readonly string[]): (file: FileState) => boolean {
  const known = secrets.filter((secret) => secret.length >= shortest);
  const forms = known.flatMap((secret) => {
    const middle = Math.floor(secret.length / 2);
    const parts = [secret, secret.slice(0, middle), secret.slice(middle)].filter(({ length }) => length >= shortest);
    return parts.flatMap((part) => [...formsOf(part), ...formsOf([...part].reverse().join(""))]);
  });
  return ({ content }) =>
    content !== undefined &&
    known.length > 0 &&
    readingsOf(content).some((text) => forms.some((form) => text.includes(form)));
}

function formsOf(secret: string): readonly string[] {
  return secretForms(secret).flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}

const deepest = 3;
/** A run of base64 or hex that is long enough for half a secret, compressed. */
const encoded = /[\w+/-]{64,}/g;

/** What a file may be read as, in Latin-1: as it is, without its spaces and line breaks, and what is encoded or compressed in it. */
function readingsOf(content: Buffer, depth = 0): readonly string[] {
  const text = content.toString("latin1");
  const solid = text.replace(/\s+/g, "");
  const inner = depth === deepest ? [] : [...unzipped(content), ...(solid.match(encoded) ?? []).flatMap(decoded)];
  return [text, solid, ...inner.flatMap((one) => readingsOf(one, depth + 1))];
}

function decoded(run: string): readonly Buffer[] {
  return [Buffer.from(run, "base64"), ...(/^[0-9a-f]+$/i.test(run) ? [Buffer.from(run, "hex")] : [])];
}

const mostUnzipped = 2 ** 20;
const gzipMagic = Buffer.from([0x1f, 0x8b]);

function unzipped(content: Buffer): readonly Buffer[] {
  if (!content.subarray(0, gzipMagic.length).equals(gzipMagic)) return [];
  try {
    return [gunzipSync(content, { maxOutputLength: mostUnzipped })];
  } catch {
    return [];
  }
}
