import { EventEmitter, on } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type CertificateAuthority, createTlsServer } from "../identity/index.ts";
import { type ArchiveSource, openArchives } from "./archives.ts";
import { type Misbehaviour, paceOf, spoil } from "./misbehaviour.ts";
import { send } from "./pages/index.ts";
import { publishedVersions } from "./published-versions.ts";
import { hostNames, route } from "./routes.ts";
import { openTurns } from "./turns.ts";
import { checkedVersions } from "./versions.ts";

/** A request that the release server has answered, or has begun to. */
export interface ReleaseRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number;
}

/** HashiCorp's release server, its API and its checkpoint, as an agent sees them. */
export interface ReleaseServer extends AsyncDisposable {
  /** HTTPS; does not listen: see the runtime's `publish`. */
  readonly server: Server;
  /** The names under which it has to be reachable. */
  readonly names: readonly string[];
  readonly requests: readonly ReleaseRequest[];
  /** What is published now. */
  readonly versions: readonly string[];
  /**
   * Publishes these versions and no others, until what it returns is disposed.
   *
   * @throws WrongInput `version-malformed` for one that is not a semantic version.
   */
  publish(versions: readonly string[]): Disposable;
  /** Begins to misbehave, or stops; what it returns has it stop. */
  misbehave(kind: Misbehaviour | undefined): Disposable;
  /**
   * Misbehaves for all who want the same at the same time, or behaves for one alone; whoever wants something else waits
   * until they have disposed what it returns.
   */
  takeTurn(kind: Misbehaviour | undefined): Promise<Disposable>;
  /** Resolves when a path that fits has been asked for since this was called. */
  requested(path: RegExp): Promise<void>;
}

/**
 * Makes a release server; by default it publishes {@link publishedVersions}, or where there are genuine archives those.
 *
 * @throws WrongInput `version-malformed`
 */
export async function createReleaseServer(options: {
  readonly authority: CertificateAuthority;
  readonly archives: ArchiveSource;
  readonly versions?: readonly string[];
}): Promise<ReleaseServer> {
  const archives = openArchives(options.archives);
  let versions = checkedVersions(options.versions ?? archives.versions ?? publishedVersions);
  let misbehaviour: Misbehaviour | undefined;
  const requests: ReleaseRequest[] = [];
  const arrivals = new EventEmitter();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = requestUrl(request);
    const kind = misbehaviour;
    const reply = await spoil(await route(url, { versions, archives }), kind);
    const status = send(reply, request, { response, pace: paceOf(reply, kind) });
    arrivals.emit("request", url.pathname);
    requests.push({ method: request.method ?? "", host: url.hostname, path: url.pathname + url.search, status });
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    // Such as a file that was removed from the folder of genuine archives.
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  };
  const tls = await createTlsServer(options.authority, hostNames, listener, { ciphers: everyClient });

  const misbehave = (kind: Misbehaviour | undefined): void => {
    misbehaviour = kind;
    tls.cutOff(kind === "down");
  };

  return {
    server: tls.server,
    names: hostNames,
    requests,
    get versions() {
      return versions;
    },
    publish(next) {
      const before = versions;
      versions = checkedVersions(next);
      return {
        [Symbol.dispose]() {
          versions = before;
        },
      };
    },
    misbehave(kind) {
      misbehave(kind);
      return { [Symbol.dispose]: () => misbehave(undefined) };
    },
    takeTurn: openTurns({ begin: misbehave, end: () => misbehave(undefined) }),
    async requested(path) {
      for await (const [asked] of on(arrivals, "request")) if (path.test(asked)) return;
    },
    [Symbol.asyncDispose]: () => tls[Symbol.asyncDispose](),
  };
}

/** As the networks that deliver releases do: busybox's TLS names no signature algorithms, and so gets SHA-1 (RFC 5246, 7.4.1.4.1). */
const everyClient = "DEFAULT:@SECLEVEL=0";

function requestUrl({ headers, url = "/" }: IncomingMessage): URL {
  const base = `https://${headers.host ?? "unknown.invalid"}`;
  return URL.canParse(url, base) ? new URL(url, base) : new URL("https://unknown.invalid/");
}
