import { exportJWK } from "jose";
import { type AdapterFactory, type Configuration, type JWK, Provider } from "oidc-provider";
import { z } from "zod";
import type { SigningKey } from "../signing-keys.ts";
import { claimsOf, lifetimeOf, type Person, type SignIn } from "./sign-in.ts";

/** Coder's registration at the issuer. */
export interface RegisteredClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** What outlives a rotation of keys. */
export interface ProviderParts {
  readonly url: string;
  readonly client: RegisteredClient;
  readonly cookieKey: string;
  readonly storage: AdapterFactory;
  readonly people: ReadonlyMap<string, Person>;
  /** Those that are under way. */
  readonly signIns: ReadonlySet<SignIn>;
}

export const scopes = "openid profile email groups";

const ttl: NonNullable<Configuration["ttl"]> = {
  AccessToken: 3600,
  AuthorizationCode: 60,
  Grant: 3600,
  IdToken: 3600,
  Interaction: 600,
  Session: 3600,
};

/** Makes a provider with one RS256 key. */
export async function createProvider(parts: ProviderParts, { kid, privateKey }: SigningKey): Promise<Provider> {
  const key: JWK = { ...(await exportJWK(privateKey)), kid, alg: "RS256", use: "sig", kty: "RSA" };
  const provider = new Provider(parts.url, configuration(parts, key));
  // Koa prints errors of the provider itself to the console; the client gets them as its answer.
  provider.silent = true;
  provider.on("grant.success", ({ oidc, body }) => {
    const grantId = oidc.entities.Grant?.jti;
    const signIn = [...parts.signIns].find((one) => one.grantId !== undefined && one.grantId === grantId);
    if (signIn !== undefined) signIn.accessToken = tokenResponse.parse(body).access_token;
  });
  return provider;
}

const tokenResponse = z.looseObject({ access_token: z.string() });

function configuration(parts: ProviderParts, key: JWK): Configuration {
  const { client, people } = parts;
  return {
    adapter: parts.storage,
    jwks: { keys: [key] },
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] }],
    cookies: { keys: [parts.cookieKey] },
    scopes: scopes.split(" "),
    claims: { profile: ["name", "preferred_username"], email: ["email", "email_verified"], groups: ["groups"] },
    pkce: { required: () => true },
    findAccount: (_context, id) => toAccount(people.get(id)),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false }, resourceIndicators },
    formats: {
      customizers: {
        jwt: (_context, token, jwt) =>
          fillIn(jwt.payload, parts.signIns, "grantId" in token ? token.grantId : undefined),
      },
    },
    clientBasedCORS: () => false,
    renderError: (context, out) => {
      context.type = "json";
      context.body = out;
    },
    ttl,
  };
}

/** An audience that is no URI cannot be asked for as it is (RFC 8707, section 2). */
const audienceUrn = "urn:audience:";

/** The resource indicator that leads to a token with the audience. */
export function toResource(audience: string): string {
  return URL.canParse(audience) ? audience : `${audienceUrn}${encodeURIComponent(audience)}`;
}

const resourceIndicators: NonNullable<Configuration["features"]>["resourceIndicators"] = {
  enabled: true,
  // Coder sends extra parameters with the authorization request only.
  useGrantedResource: () => true,
  getResourceServerInfo: (_context, resource) => ({
    scope: "groups",
    audience: resource.startsWith(audienceUrn) ? decodeURIComponent(resource.slice(audienceUrn.length)) : resource,
    accessTokenFormat: "jwt",
    jwt: { sign: { alg: "RS256" } },
  }),
};

function fillIn(payload: Record<string, unknown>, signIns: ReadonlySet<SignIn>, grantId: string | undefined): void {
  if (grantId === undefined) return;
  const signIn = [...signIns].find((candidate) => candidate.grantId === grantId);
  if (signIn !== undefined) Object.assign(payload, claimsOf(signIn.person), lifetimeOf(signIn), signIn.claims);
}

type Account = { accountId: string; claims: () => { sub: string } };

function toAccount(person: Person | undefined): Account | undefined {
  return person && { accountId: person.id, claims: () => ({ sub: person.id, ...claimsOf(person) }) };
}
