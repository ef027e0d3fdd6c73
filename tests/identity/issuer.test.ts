import { createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet, jwtVerify } from "jose";
import { test as base, expect } from "vitest";
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createIssuer,
  decodeClaims,
  type Issuer,
} from "../../harness/identity/index.ts";
import { type Loopback, listen } from "./loopback.ts";

const alice = { id: "u-1", name: "alice", email: "alice@example.com", groups: ["coder", "dev"] };
const audience = "https://vault.example.com";

const test = base.extend<{ authority: CertificateAuthority; issuer: Issuer; network: Loopback }>({
  authority: [async ({}, use) => use(await createCertificateAuthority()), { scope: "file" }],
  issuer: async ({ authority }, use) => {
    await using issuer = await createIssuer({ authority });
    await use(issuer);
  },
  network: async ({ authority, issuer }, use) => {
    await using network = await listen(issuer.server, authority.certificate);
    await use(network);
  },
});

const jwksUrl = "https://idp.example.com/jwks";

async function readKeys(network: Loopback): Promise<JSONWebKeySet> {
  return JSON.parse((await network.curl(jwksUrl)).body);
}

test("a token is an at+jwt for Vault with the person's claims, signed with a published key", async ({
  issuer,
  network,
}) => {
  const token = await issuer.accessToken(alice);

  const keys = createLocalJWKSet(await readKeys(network));
  const { payload } = await jwtVerify(token, keys, { issuer: issuer.url, audience, typ: "at+jwt" });
  expect(payload).toMatchObject({ sub: "u-1", email: alice.email, preferred_username: "alice", groups: alice.groups });
});

test("discovery names the issuer and its keys", async ({ network }) => {
  const { body } = await network.curl("https://idp.example.com/.well-known/openid-configuration");

  expect(JSON.parse(body)).toMatchObject({ issuer: "https://idp.example.com", jwks_uri: jwksUrl });
});

test("claims, audience and lifetime can be chosen", async ({ issuer }) => {
  const token = await issuer.accessToken(alice, { audience: "vault", claims: { groups: "none" }, ttlSeconds: 60 });

  const claims = decodeClaims(token);
  expect(claims).toMatchObject({ aud: "vault", groups: "none" });
  expect(Number(claims?.exp) - Number(claims?.iat)).toBe(60);
});

test("a token that is over already was made before", async ({ issuer, network }) => {
  const token = await issuer.accessToken(alice, { ttlSeconds: -10 });

  const verification = jwtVerify(token, createLocalJWKSet(await readKeys(network)));
  await expect(verification).rejects.toBeInstanceOf(errors.JWTExpired);
});

test("an opaque token is not a JWT", async ({ issuer }) => {
  const token = await issuer.accessToken(alice, { opaque: true });

  expect(token).toMatch(/^[\w-]{20,}$/);
  expect(decodeClaims(token)).toBeUndefined();
});

test("people who sign in at the same time get their own tokens", async ({ issuer }) => {
  const ids = Array.from({ length: 20 }, (_, index) => `u-${index}`);

  const tokens = await Promise.all(ids.map((id) => issuer.accessToken({ ...alice, id }, { claims: { mine: id } })));

  expect(tokens.map((token) => decodeClaims(token)?.sub)).toEqual(ids);
  expect(tokens.map((token) => decodeClaims(token)?.mine)).toEqual(ids);
});

test("rotation publishes the new key and takes the old one away", async ({ issuer, network }) => {
  const before = await issuer.accessToken(alice);
  await issuer.rotateKeys();

  const after = await issuer.accessToken(alice);

  const { keys } = await readKeys(network);
  expect(keys.map(({ kid }) => kid)).toEqual([decodeProtectedHeader(after).kid]);
  const verification = jwtVerify(before, createLocalJWKSet({ keys }));
  await expect(verification).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
});

test("sign-ins are not among the requests, and are possible during an outage", async ({ issuer, network }) => {
  issuer.outage("down");

  await issuer.accessToken(alice);
  issuer.outage(undefined);
  await network.curl(jwksUrl);

  expect(issuer.requests).toEqual(["GET /jwks"]);
});

test.for([
  { outage: "down", exitCode: 35, body: /^$/ },
  { outage: "5xx", exitCode: 0, body: /503/ },
  { outage: "rubbish", exitCode: 0, body: /^{"keys": \[\{"kty": "RSA", "n": \s$/ },
] as const)("an outage ($outage) lasts until it is ended", async ({ outage, exitCode, body }, { issuer, network }) => {
  issuer.outage(outage);
  const during = await network.curl(jwksUrl);
  issuer.outage(undefined);

  expect(during).toEqual({ exitCode, body: expect.stringMatching(body) });
  expect((await readKeys(network)).keys).toHaveLength(1);
});
