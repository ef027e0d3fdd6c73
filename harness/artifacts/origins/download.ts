import { getCACertificates, setDefaultCACertificates } from "node:tls";
import pRetry from "p-retry";
import type { RequestInit, Response } from "undici";
import type { z } from "zod";
import { CannotRunHere, type Facts, HarnessError } from "../../errors/index.ts";
import { sizeInWords } from "../size.ts";

/** Where to fetch from. A user and password in the URL are sent as a header and never shown. */
export interface Source {
  readonly url: string;
  readonly accept?: string;
  /** Sent as a bearer token (RFC 6750). */
  readonly token?: string;
  readonly signal?: AbortSignal | undefined;
}

const limits = { connect: { timeout: 5_000 }, headersTimeout: 20_000, bodyTimeout: 30_000 } as const;

/** How often, and milliseconds before the first; a file goes on from where it broke off. */
export const attempts = { document: 2, file: 5, pause: 250 } as const;

/** Faults that a second try may not meet. A name that does not exist or a refused connection is none: the next way is tried at once. */
const passingCodes = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
]);

/** Fetches a small document; throws {@link CannotRunHere} (`download.refused`, `download.unreachable`, `download.too-large`). */
export function fetchBytes(source: Source): Promise<Buffer> {
  return retried(source, { retries: attempts.document }, (response) => bounded(response, source));
}

/** Fetches a JSON document and checks its shape; throws {@link CannotRunHere}, also where it has another shape. */
export async function fetchJson<T>(source: Source, schema: z.ZodType<T>): Promise<T> {
  const text = (await fetchBytes(source)).toString("utf8");
  const checked = schema.safeParse(parsed(text));
  if (checked.success) return checked.data;
  throw refused(source, "sent an unexpected kind of document", {}, checked.error);
}

/** How a source is asked for. */
interface Asking {
  readonly retries: number;
  /** Made anew for every request. */
  readonly headers?: () => Promise<Readonly<Record<string, string>>>;
}

/** Calls `consume` with the answer to a request, and again where a passing fault breaks it off. */
export function retried<T>(
  source: Source,
  { retries, headers = async () => ({}) }: Asking,
  consume: (response: Response) => Promise<T>,
): Promise<T> {
  return pRetry(async () => attempt({ ...source, headers: await headers() }, consume), {
    retries,
    minTimeout: attempts.pause,
    ...(source.signal && { signal: source.signal }),
    shouldRetry: ({ error }) => error instanceof HarnessError && error.facts.passing === true,
  });
}

/** No publisher's list is near that size. */
const largestDocument = 64 * 1024 * 1024;

async function bounded({ body }: Response, source: Source): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > largestDocument) throw tooLarge(source, largestDocument);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

let isSystemTrusted = false;

/** What the machine's owner trusts, such as a company's proxy, beside what Node brings. */
function trustSystem(): void {
  if (isSystemTrusted) return;
  isSystemTrusted = true;
  setDefaultCACertificates([...getCACertificates("default"), ...getCACertificates("system")]);
}

async function attempt<T>(source: Request, consume: (response: Response) => Promise<T>): Promise<T> {
  trustSystem();
  // A warm run downloads nothing, and does without what this costs to load.
  const { EnvHttpProxyAgent, fetch } = await import("undici");
  const dispatcher = new EnvHttpProxyAgent(limits);
  try {
    const response = await fetch(withoutCredentials(source.url), { ...request(source), dispatcher });
    // Whoever asks for a part knows what to do where there is none.
    const isPastEnd = response.status === 416 && source.headers.range !== undefined;
    if (!response.ok && !isPastEnd)
      throw refused(source, `answered ${response.status}`, { passing: response.status >= 500 });
    return await consume(response);
  } catch (error) {
    source.signal?.throwIfAborted();
    const fault = networkFault(error);
    throw fault === undefined ? error : unreachable(source, fault, error);
  } finally {
    await dispatcher.destroy();
  }
}

/** One of the requests for a source. */
interface Request extends Source {
  readonly headers: Readonly<Record<string, string>>;
}

function request({ url, accept, token, signal, ...more }: Request): RequestInit {
  const { username, password } = new URL(url);
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  const authorization = token === undefined ? username !== "" && `Basic ${user}` : `Bearer ${token}`;
  const headers = { ...more.headers, ...(accept && { accept }), ...(authorization && { authorization }) };
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

/** What OpenSSL says of a certificate by an authority that is unknown here. */
const untrusted = /^(?:SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(?:VERIFY|GET_ISSUER))/;
const advice = ": no trusted authority signed its certificate; name its own with NODE_EXTRA_CA_CERTS";

function unreachable({ url }: Source, reason: string, cause: unknown): CannotRunHere {
  return new CannotRunHere(
    "download.unreachable",
    `${withoutCredentials(url)} cannot be reached (${reason})${untrusted.test(reason) ? advice : ""}.`,
    "Check the network and the proxy (HTTPS_PROXY), or work with what is cached.",
    { url: withoutCredentials(url), reason, passing: passingCodes.has(reason) },
    cause,
  );
}

/** What came is not what can be used. */
export function refused({ url }: Source, what: string, facts: Facts, cause?: unknown): CannotRunHere {
  const address = withoutCredentials(url);
  const remedy = "Check that the version exists, or choose another that `doctor` lists.";
  return new CannotRunHere("download.refused", `${address} ${what}.`, remedy, { url: address, ...facts }, cause);
}

/** More than anything has that is published. */
export function tooLarge({ url }: Source, limit: number): CannotRunHere {
  const address = withoutCredentials(url);
  return new CannotRunHere(
    "download.too-large",
    `${address} sends more than ${sizeInWords(limit)}.`,
    "Do not use it: what is published there is far smaller.",
    { url: address, limit },
  );
}

/** A file that came whole but is not what it should be. */
export function damaged({ url }: Source, expected: string, actual: string, facts: Facts = {}): CannotRunHere {
  const address = withoutCredentials(url);
  return new CannotRunHere(
    "download.damaged",
    `${address} has the SHA-256 ${actual} instead of ${expected}.`,
    "Try again. If it fails again, something on the network alters downloads.",
    { url: address, expected, actual, ...facts },
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
