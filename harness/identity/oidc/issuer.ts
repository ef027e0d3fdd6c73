import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Configuration } from "openid-client";
import type { CertificateAuthority } from "../certificate-authority.ts";
import type { ClaimChanges } from "../json.ts";
import { generateSigningKey, rsaSigningKey } from "../signing-keys.ts";
import { createTlsServer } from "../tls-server.ts";
import { browse, discover, signIn } from "./authorization-code-flow.ts";
import { createInProcessFetch, type InProcessFetch } from "./in-process-fetch.ts";
import { answerInteraction } from "./interaction.ts";
import { createMemoryStorage } from "./memory-storage.ts";
import { answerOutage, type Outage } from "./outage.ts";
import { createProvider, type ProviderParts, scopes, toResource } from "./provider.ts";
import type { Person, SignIn } from "./sign-in.ts";

/** What a caller sets of an access token. */
export interface AccessTokenOptions {
  /** Default: the issuer's {@link Issuer.audience}. */
  readonly audience?: string;
  /** Added to the issuer's claims, or put in their place. */
  readonly claims?: ClaimChanges;
  /** Default: 3600. Zero or less gives a token that has expired already. */
  readonly ttlSeconds?: number;
  /** Gives the opaque token of an issuer that was not asked for a resource, instead of a JWT. */
  readonly opaque?: boolean;
}

/** A real OpenID provider, where Coder's users sign in. */
export interface Issuer extends AsyncDisposable {
  readonly url: string;
  readonly audience: string;
  /** HTTPS; does not listen: see the runtime's `publish`. */
  readonly server: Server;
  /** Method and path of each request that reached {@link server}; the harness's own sign-ins are not among them. */
  readonly requests: readonly string[];
  /**
   * Signs the person in at a real authorization code flow with PKCE and gives the access token (RFC 9068).
   *
   * Works during an outage too, by a way of its own to the same provider.
   *
   * @throws HarnessFault `sign-in-failed`
   */
  accessToken(person: Person, options?: AccessTokenOptions): Promise<string>;
  /** Coder's registration at it, for a Coder server that signs people in itself. */
  readonly client: { readonly id: string; readonly secret: string; readonly scopes: string };
  /** The resource that a Coder server asks for, so that its access tokens are JWTs for {@link audience}. */
  readonly resource: string;
  /**
   * Signs the person in at an authorization request that Coder itself has made, and gives the address at Coder to which
   * the browser is sent back. Coder gets such tokens as long as the issuer lives.
   *
   * @throws HarnessFault `sign-in-failed`
   */
  signInAt(request: URL, person: Person, options?: AccessTokenOptions): Promise<SignedIn>;
  /** Puts a new signing key into the JWKS and takes the old one out. */
  rotateKeys(): Promise<void>;
  /** Begins an outage of {@link server}, or ends it. */
  outage(outage: Outage | undefined): void;
  /** Whether it has one. */
  readonly fails: boolean;
}

/** A sign-in that Coder finishes itself. */
export interface SignedIn {
  readonly callback: URL;
  /** The access token that Coder has got for it last; `undefined` before. */
  accessToken(): string | undefined;
}

/** What an issuer is made of. */
export interface IssuerOptions {
  readonly authority: CertificateAuthority;
  readonly url?: string;
  readonly audience?: string;
  readonly rsaKey?: string;
}

/** Makes an issuer with a fresh key, or the given one (PKCS #8 in PEM); `audience` is the one that Vault's roles are bound to. */
export async function createIssuer(options: IssuerOptions): Promise<Issuer> {
  const { authority, rsaKey, url = "https://idp.example.com", audience = "https://vault.example.com" } = options;
  const people = new Map<string, Person>();
  const signIns = new Set<SignIn>();
  const parts = createParts(url, people, signIns);
  const requests: string[] = [];
  const firstKey = rsaKey === undefined ? generateSigningKey("RS256") : rsaSigningKey(rsaKey);
  let provider = await createProvider(parts, await firstKey);
  let current: Outage | undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!request.url?.startsWith("/interaction/")) return provider.callback()(request, response);
    await answerInteraction(provider, signIns, [request, response]).catch((error: unknown) => {
      response.writeHead(400, { "content-type": "text/plain" }).end(String(error));
    });
  };
  const names = [new URL(url).hostname];
  const [front, back] = await Promise.all([
    createTlsServer(authority, names, (request, response) => {
      requests.push(`${request.method} ${request.url}`);
      return current === undefined ? answer(request, response) : answerOutage(current, response);
    }),
    createTlsServer(authority, names, answer),
  ]);
  const browser = createInProcessFetch(back.server, authority.certificate);
  const authorize = createAuthorize(parts, browser);

  return {
    url,
    audience,
    server: front.server,
    requests,
    async accessToken(person, wanted = {}) {
      people.set(person.id, person);
      const signIn = toSignIn(person, audience, wanted);
      signIns.add(signIn);
      try {
        return await authorize(signIn, wanted.opaque ?? false);
      } finally {
        signIns.delete(signIn);
      }
    },
    client: { id: parts.client.id, secret: parts.client.secret, scopes },
    resource: toResource(audience),
    async signInAt(request, person, wanted = {}) {
      people.set(person.id, person);
      const signIn = { ...toSignIn(person, audience, wanted), state: request.searchParams.get("state") ?? "" };
      signIns.add(signIn);
      const callback = await browse(request, parts.client.redirectUri, browser);
      return { callback, accessToken: () => signIn.accessToken };
    },
    get fails() {
      return current !== undefined;
    },
    async rotateKeys() {
      provider = await createProvider(parts, await generateSigningKey("RS256"));
    },
    outage(outage) {
      current = outage;
      front.cutOff(outage === "down");
    },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await Promise.all([front[Symbol.asyncDispose](), back[Symbol.asyncDispose]()]);
    },
  };
}

function createParts(url: string, people: Map<string, Person>, signIns: Set<SignIn>): ProviderParts {
  const redirectUri = "https://coder.example.com/api/v2/users/oidc/callback";
  const client = { id: "coder", secret: crypto.randomUUID(), redirectUri };
  return { url, client, cookieKey: crypto.randomUUID(), storage: createMemoryStorage(), people, signIns };
}

function toSignIn(person: Person, audience: string, wanted: AccessTokenOptions): SignIn {
  return {
    state: crypto.randomUUID(),
    person,
    audience: wanted.audience ?? audience,
    ttlSeconds: wanted.ttlSeconds ?? 3600,
    claims: wanted.claims ?? {},
  };
}

/** Discovery happens once, at the first sign-in. */
function createAuthorize(
  { url, client }: ProviderParts,
  browser: InProcessFetch,
): (who: SignIn, opaque: boolean) => Promise<string> {
  let configuration: Promise<Configuration> | undefined;
  return async ({ state, person, audience }, opaque) => {
    configuration ??= discover(url, client, browser);
    const request = { state, loginHint: person.email };
    const authorization = opaque ? request : { ...request, resource: toResource(audience) };
    return signIn(await configuration, { client, browser, authorization });
  };
}
