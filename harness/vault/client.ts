import { Agent, fetch } from "undici";
import { z } from "zod";
import { HarnessFault } from "../errors/index.ts";
import type { Endpoint } from "../runtime/index.ts";
import { named, parseJsonOrUndefined, quoted } from "../text/index.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** What Vault's HTTP API answers with, as far as the harness reads it. */
export interface AnswerBody {
  readonly request_id?: string | undefined;
  readonly data?: { readonly [name: string]: unknown } | null | undefined;
  readonly auth?: { readonly client_token: string; readonly [name: string]: unknown } | null | undefined;
  readonly errors?: readonly string[] | undefined;
}

const answer: z.ZodType<AnswerBody> = z.looseObject({
  request_id: z.string().optional(),
  data: z.looseObject({}).nullish(),
  auth: z.looseObject({ client_token: z.string() }).nullish(),
  errors: z.array(z.string()).optional(),
});

/** An answer of Vault's HTTP API: the status, and the body where there was one. */
export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
}

export interface Asking {
  readonly token?: string;
  readonly namespace?: string;
}

/** The requests of a client that go to one namespace; `""` is the root namespace. */
export function inNamespace(client: VaultClient, namespace: string): Pick<VaultClient, "ask" | "demand"> {
  if (namespace === "") return client;
  return {
    ask: (method, path, body, as) => client.ask(method, path, body, { namespace, ...as }),
    demand: (method, path, body, as) => client.demand(method, path, body, { namespace, ...as }),
  };
}

/**
 * Vault's HTTP API, asked as the owner of the root token unless another token is given. What stands between the slashes of
 * a path is a name as it is, whatever it holds: nothing in it is a query, a fragment, or encoded already.
 */
export interface VaultClient extends AsyncDisposable {
  /** Any request; refusals are answers. @throws HarnessFault `vault.unaskable`, `vault.unreadable` */
  ask(method: string, path: string, body?: JsonObject, as?: Asking): Promise<Answer>;
  /** A request that must succeed. @throws HarnessFault `vault.answer` */
  demand(method: string, path: string, body?: JsonObject, as?: Asking): Promise<Answer>;
}

export interface ClientOptions {
  readonly endpoint: Endpoint;
  readonly rootToken: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly authority: string;
}

export function createClient(options: ClientOptions): VaultClient {
  const { endpoint } = options;
  const dispatcher = new Agent({
    connect: {
      ca: options.authority,
      ...(endpoint.servername === undefined ? {} : { servername: endpoint.servername }),
      ...(endpoint.socketPath === undefined ? {} : { socketPath: endpoint.socketPath }),
    },
  });
  const ask: VaultClient["ask"] = async (method, path, body, as = {}) => {
    const response = await fetch(`${endpoint.url}/v1/${encodedPath(path)}`, {
      dispatcher,
      method,
      // Vault redirects to what it takes a path for: a request for something else.
      redirect: "manual",
      headers: {
        "x-vault-token": headerValue(as.token ?? options.rootToken),
        ...(as.namespace === undefined ? {} : { "x-vault-namespace": headerValue(as.namespace) }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: readBody(text) ?? unreadable({ method, path }, response.status, text) };
  };
  return {
    ask,
    async demand(method, path, body, as) {
      const given = await ask(method, path, body, as);
      return accepted({ method, path }, given);
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

/** A request as errors name it. */
interface Asked {
  readonly method: string;
  readonly path: string;
}

/** Nothing can stand in a path for a name that is empty or that every client takes for a way through folders. */
function encodedPath(path: string): string {
  const names = path.split("/");
  if (!path.isWellFormed() || names.some((name) => ["", ".", ".."].includes(name))) throw unaskable("path", path);
  return names.map(encodeURIComponent).join("/");
}

const inHeaders = /^(?:[!-~\x80-\xff](?:[ -~\x80-\xff]*[!-~\x80-\xff])?)?$/;

/** Vault reads headers as UTF-8, and `fetch` takes each character of one for a byte. */
function headerValue(text: string): string {
  const bytes = Buffer.from(text).toString("latin1");
  if (!text.isWellFormed() || !inHeaders.test(bytes)) throw unaskable("header", text);
  return bytes;
}

function unaskable(place: "path" | "header", text: string): HarnessFault {
  return new HarnessFault(
    "vault.unaskable",
    `Vault's API does not support ${quoted(text)} in a ${place}.`,
    "Have the scenario use a name that Vault's API can carry.",
    { place, text },
  );
}

function readBody(text: string): AnswerBody | undefined {
  if (text === "") return {};
  return answer.safeParse(parseJsonOrUndefined(text)).data;
}

function unreadable({ method, path }: Asked, status: number, text: string): never {
  throw new HarnessFault(
    "vault.unreadable",
    `Vault answered ${status} to the harness's own ${method} ${named(path)}with an unexpected body: ${quoted(text)}.`,
    newerServer,
    { method, path, status, text },
  );
}

const newerServer = "If this server is newer than the harness, report it as a defect of the harness.";

/**
 * An answer to what Vault must do.
 *
 * @throws HarnessFault `vault.answer` when it is a refusal
 */
export function accepted({ method, path }: Asked, given: Answer): Answer {
  if (given.status < 300) return given;
  const reasons = given.body.errors?.join("; ") ?? "no reason given";
  throw new HarnessFault(
    "vault.answer",
    `Vault answered ${given.status} to the harness's own ${method} ${named(path)}: ${reasons}.`,
    newerServer,
    { method, path, status: given.status, reasons },
  );
}
