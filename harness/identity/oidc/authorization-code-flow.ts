import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  randomPKCECodeVerifier,
} from "openid-client";
import { HarnessFault } from "../../errors/index.ts";
import type { InProcessFetch } from "./in-process-fetch.ts";
import { type RegisteredClient, scopes } from "./provider.ts";

/** Reads the issuer's discovery document, as Coder does when it starts. */
export function discover(url: string, client: RegisteredClient, { fetch }: InProcessFetch): Promise<Configuration> {
  const viaHarness: CustomFetch = async (target, { body, ...init }) => {
    const answer = await fetch(target, { ...init, body: body instanceof URLSearchParams ? body.toString() : null });
    return new Response(await answer.arrayBuffer(), {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
    });
  };
  const authentication = ClientSecretBasic(client.secret);
  return discovery(new URL(url), client.id, undefined, authentication, { [customFetch]: viaHarness });
}

/** What the authorization request says beside the protocol's own parameters. */
export interface Authorization {
  readonly state: string;
  readonly loginHint: string;
  /** RFC 8707; without it the issuer gives an opaque token. */
  readonly resource?: string;
}

/**
 * Signs in with an authorization code and PKCE (RFC 6749, section 4.1; RFC 7636): the browser's part and Coder's.
 *
 * @throws HarnessFault `sign-in-failed` when the issuer does not send the browser back to Coder.
 */
export async function signIn(
  configuration: Configuration,
  {
    client,
    browser,
    authorization,
  }: { client: RegisteredClient; browser: InProcessFetch; authorization: Authorization },
): Promise<string> {
  const { state, loginHint, resource } = authorization;
  const pkceCodeVerifier = randomPKCECodeVerifier();
  const start = buildAuthorizationUrl(configuration, {
    redirect_uri: client.redirectUri,
    scope: scopes,
    state,
    login_hint: loginHint,
    code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...(resource === undefined ? {} : { resource }),
  });
  const callback = await browse(start, client.redirectUri, browser);
  const checks = { pkceCodeVerifier, expectedState: state, idTokenExpected: true };
  return (await authorizationCodeGrant(configuration, callback, checks)).access_token;
}

/** Follows redirects with cookies, as a browser does, until one leads to `end`. */
export async function browse(start: URL, end: string, { fetch }: InProcessFetch): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  while (!url.href.startsWith(end)) {
    const answer = await fetch(url, { redirect: "manual", headers: { cookie: toHeader(cookies) } });
    const text = await answer.text();
    const location = answer.headers.get("location");
    if (location === null) throw signInFailed(url, answer.status, text);
    for (const line of answer.headers.getSetCookie()) keep(line, cookies);
    url = new URL(location, url);
  }
  return url;
}

function toHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

/** Paths and ages are left out of account: a jar lives for one flow, whose cookies differ by name. */
function keep(setCookie: string, cookies: Map<string, string>): void {
  const [pair = ""] = setCookie.split(";");
  const at = pair.indexOf("=");
  cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

function signInFailed(url: URL, status: number, body: string): HarnessFault {
  return new HarnessFault(
    "sign-in-failed",
    `The issuer answered ${status} at ${url.pathname} instead of sending the browser on: ${body.slice(0, 300)}`,
    "Check the audience and the claims that the token was asked for with.",
    { status, path: url.pathname },
  );
}
