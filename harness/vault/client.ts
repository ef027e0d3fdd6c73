import { Agent, fetch } from "undici";
import { z } from "zod";
import { HarnessFault } from "../errors/index.ts";
import type { Endpoint } from "../runtime/index.ts";

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

/** Vault's HTTP API, asked as the owner of the root token unless another token is given. */
export interface VaultClient extends AsyncDisposable {
  /** Any request; refusals are answers. */
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
    const response = await fetch(`${endpoint.url}/v1/${path}`, {
      dispatcher,
      method,
      headers: {
        "x-vault-token": as.token ?? options.rootToken,
        ...(as.namespace === undefined ? {} : { "x-vault-namespace": as.namespace }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: answer.parse(text === "" ? {} : JSON.parse(text)) };
  };
  return {
    ask,
    async demand(method, path, body, as) {
      const given = await ask(method, path, body, as);
      if (given.status >= 400) throw refused(method, path, given);
      return given;
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

function refused(method: string, path: string, given: Answer): HarnessFault {
  const reasons = given.body.errors?.join("; ") ?? "no reason given";
  return new HarnessFault(
    "vault.answer",
    `Vault answered ${given.status} to the harness's own ${method} ${path}: ${reasons}.`,
    "If this server is newer than the harness, report it as a defect of the harness.",
    { method, path, status: given.status, reasons },
  );
}
