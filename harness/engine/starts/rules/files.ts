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

/** Whether a file has one of the secrets: plain, encoded, reversed, compressed or its halves apart. */
function finderOf(secrets: readonly string[]): (file: FileState) => boolean {
  const known = secrets.filter((secret) => secret.length >= shortest);
  const forms = known.flatMap((secret) => [...formsOf(secret), ...formsOf([...secret].reverse().join(""))]);
  const halves = known.flatMap((secret) => {
    const middle = Math.floor(secret.length / 2);
    return [secret.slice(0, middle), secret.slice(middle)].filter((half) => half.length >= shortest);
  });
  const has = (text: string): boolean => [...forms, ...halves].some((form) => text.includes(form));
  return ({ content }) => {
    if (content === undefined || known.length === 0) return false;
    const text = content.toString("latin1");
    return has(text) || has(text.replace(/\s+/g, "")) || (text.startsWith("\x1f\x8b") && has(unzipped(content)));
  };
}

function formsOf(secret: string): readonly string[] {
  return secretForms(secret).flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}

const mostUnzipped = 2 ** 20;

function unzipped(content: Buffer): string {
  try {
    return gunzipSync(content, { maxOutputLength: mostUnzipped }).toString("latin1");
  } catch {
    return "";
  }
}
