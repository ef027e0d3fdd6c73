import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import pRetry from "p-retry";
import type { RequestInit, Response } from "undici";
import type { z } from "zod";
import { CannotRunHere, type Facts, HarnessError } from "../../errors/index.ts";
import { hashed } from "../cache/index.ts";

/** Where to fetch from. A user and password in the URL are sent as a header and never shown. */
export interface Source {
  readonly url: string;
  readonly accept?: string;
  /** Sent as a bearer token (RFC 6750). */
  readonly token?: string;
  readonly signal?: AbortSignal | undefined;
}

const limits = { connect: { timeout: 5_000 }, headersTimeout: 20_000, bodyTimeout: 30_000 } as const;
const attempts = { retries: 2, minTimeout: 250 } as const;

/** Faults that a second try may not meet. A name that does not exist or a refused connection is none: the next way is tried at once. */
const passingCodes = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
]);

/** Fetches a small document; throws {@link CannotRunHere} (`download.refused`, `download.unreachable`). */
export function fetchBytes(source: Source): Promise<Buffer> {
  return retried(source, async (response) => Buffer.from(await response.arrayBuffer()));
}

/** Fetches a JSON document and checks its shape; throws {@link CannotRunHere}, also where it has another shape. */
export async function fetchJson<T>(source: Source, schema: z.ZodType<T>): Promise<T> {
  const text = (await fetchBytes(source)).toString("utf8");
  const checked = schema.safeParse(parsed(text));
  if (checked.success) return checked.data;
  throw refused(source, "sent a document of another kind than expected", {}, checked.error);
}

/** Fetches a file and checks its digest; throws {@link CannotRunHere} (`download.damaged`) where that differs. */
export function fetchFile(source: Source, target: string, sha256: string): Promise<void> {
  return retried(source, async (response) => {
    const hash = createHash("sha256");
    if (response.body !== null) {
      await pipeline(Readable.fromWeb(response.body), (body) => hashed(body, hash), createWriteStream(target));
    }
    const actual = hash.digest("hex");
    if (actual !== sha256) throw damaged(source, sha256, actual);
  });
}

function retried<T>(source: Source, consume: (response: Response) => Promise<T>): Promise<T> {
  return pRetry(() => attempt(source, consume), {
    ...attempts,
    ...(source.signal && { signal: source.signal }),
    shouldRetry: ({ error }) => error instanceof HarnessError && error.facts.passing === true,
  });
}

let isSystemTrusted = false;

/** What the machine's owner trusts, such as a company's proxy, beside what Node brings. */
function trustSystem(): void {
  if (isSystemTrusted) return;
  isSystemTrusted = true;
  setDefaultCACertificates([...getCACertificates("default"), ...getCACertificates("system")]);
}

async function attempt<T>(source: Source, consume: (response: Response) => Promise<T>): Promise<T> {
  trustSystem();
  // A warm run downloads nothing, and does without what this costs to load.
  const { EnvHttpProxyAgent, fetch } = await import("undici");
  const dispatcher = new EnvHttpProxyAgent(limits);
  try {
    const response = await fetch(withoutCredentials(source.url), { ...request(source), dispatcher });
    if (!response.ok) throw refused(source, `answered ${response.status}`, { passing: response.status >= 500 });
    return await consume(response);
  } catch (error) {
    source.signal?.throwIfAborted();
    const fault = networkFault(error);
    throw fault === undefined ? error : unreachable(source, fault, error);
  } finally {
    await dispatcher.destroy();
  }
}

function request({ url, accept, token, signal }: Source): RequestInit {
  const { username, password } = new URL(url);
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  const authorization = token === undefined ? username !== "" && `Basic ${user}` : `Bearer ${token}`;
  const headers = { ...(accept && { accept }), ...(authorization && { authorization }) };
  return { headers, ...(signal && { signal }) };
}

/** What undici says of a connection that failed or broke; `undefined` for every other error, such as a full disk. */
function networkFault(error: unknown): string | undefined {
  const isNetwork = error instanceof TypeError && ["fetch failed", "terminated"].includes(error.message);
  if (!isNetwork) return undefined;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}

function unreachable({ url }: Source, reason: string, cause: unknown): CannotRunHere {
  return new CannotRunHere(
    "download.unreachable",
    `${withoutCredentials(url)} cannot be reached (${reason}).`,
    "Check the network and the proxy (HTTPS_PROXY), or work with what is cached.",
    { url: withoutCredentials(url), reason, passing: passingCodes.has(reason) },
    cause,
  );
}

function refused({ url }: Source, what: string, facts: Facts, cause?: unknown): CannotRunHere {
  const address = withoutCredentials(url);
  const remedy = "Check that the version exists, or choose another that `doctor` lists.";
  return new CannotRunHere("download.refused", `${address} ${what}.`, remedy, { url: address, ...facts }, cause);
}

function damaged({ url }: Source, expected: string, actual: string): CannotRunHere {
  const address = withoutCredentials(url);
  return new CannotRunHere(
    "download.damaged",
    `${address} has the SHA-256 ${actual} instead of ${expected}.`,
    "Try again; if it stays so, something between here and there alters what is downloaded.",
    { url: address, expected, actual },
  );
}

function withoutCredentials(url: string): string {
  return Object.assign(new URL(url), { username: "", password: "" }).href;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
