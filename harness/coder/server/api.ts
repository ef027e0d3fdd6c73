import { Agent, fetch, type Response } from "undici";
import type { z } from "zod";
import { type HarnessError, HarnessFault } from "../../errors/index.ts";
import type { Endpoint } from "../../runtime/index.ts";
import { parseJsonOrUndefined, quoted } from "../../text/index.ts";
import { limits } from "../../waiting/index.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/** A request to Coder's HTTP API. */
export interface Request {
  readonly method?: "GET" | "POST" | "PATCH";
  readonly body?: Json;
  /** Bytes instead of a body, with their media type. */
  readonly bytes?: { readonly type: string; readonly content: Buffer };
  /** A session's token; default: that of the server's first user, its owner. */
  readonly as?: string;
  readonly cookies?: string;
}

/** Coder's HTTP API. */
export interface Api extends AsyncDisposable {
  /** Any request: refusals and redirects are answers. */
  ask(path: string, request?: Request): Promise<Response>;
  /** A request that must succeed, and its answer. @throws HarnessFault `coder-server.answer` */
  demand<T>(schema: z.ZodType<T>, path: string, request?: Request): Promise<T>;
  /** Whose requests are made where nothing else is said. */
  become(token: string): void;
}

/** Opens it at a server's endpoint; `ended` gives the reason if the server does not run any more. */
export function createApi(endpoint: Endpoint, ended: () => HarnessError | undefined): Api {
  const dispatcher = new Agent({
    connect: endpoint.socketPath === undefined ? {} : { socketPath: endpoint.socketPath },
  });
  let owner = "";
  const ask: Api["ask"] = async (path, { method = "GET", body, bytes, as = owner, cookies } = {}) =>
    await fetch(`${endpoint.url}${path}`, {
      dispatcher,
      method,
      redirect: "manual",
      headers: {
        ...(as === "" ? {} : { "coder-session-token": as }),
        ...(cookies === undefined ? {} : { cookie: cookies }),
        ...(bytes === undefined ? { "content-type": "application/json" } : { "content-type": bytes.type }),
      },
      ...(bytes !== undefined ? { body: bytes.content } : body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(async (cause: unknown) => {
      // A server that has just ended says so a moment later.
      throw (await soon(ended)) ?? unreachable(`${method} ${path}`, cause);
    });
  return {
    ask,
    async demand(schema, path, request = {}) {
      const answer = await ask(path, request);
      const text = await answer.text();
      if (answer.status >= 300) throw refused(`${request.method ?? "GET"} ${path}`, answer.status, text);
      return schema.parse(parseJsonOrUndefined(text));
    },
    become(token) {
      owner = token;
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

async function soon<T>(probe: () => T | undefined): Promise<T | undefined> {
  const end = performance.now() + limits.processEnd / 4;
  while (probe() === undefined && performance.now() < end) await new Promise((go) => setTimeout(go, limits.interval));
  return probe();
}

function unreachable(what: string, cause: unknown): HarnessFault {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
  return new HarnessFault(
    "coder-server.unreachable",
    `The Coder server did not answer ${what}: ${reason}.`,
    "Check whether the machine is overloaded; run it again with --keep and look at the server's messages.",
    { what },
    cause,
  );
}

/** What is thrown where the server refuses what it must do. */
export function refused(what: string, status: number, text: string): HarnessFault {
  return new HarnessFault(
    "coder-server.answer",
    `The Coder server answered ${status} to ${what}: ${quoted(text.slice(0, 400))}.`,
    "Run it again with --keep and look at the server's messages; use --coder imitated to do without the server.",
    { what, status },
  );
}
