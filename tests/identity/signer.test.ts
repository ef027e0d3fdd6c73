import { createLocalJWKSet, importSPKI, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { createSigner, decodeClaims, readmeClaims } from "../../harness/identity/index.ts";

const claims = { sub: "w-1", aud: "https://vault.example.com" };
const algorithms = ["RS256", "ES256", "EdDSA"] as const;

test.for(algorithms)("an %s token is good by JWKS and by its public key, and has exactly its claims", async (alg) => {
  const signer = await createSigner();

  const token = await signer.sign(claims, { alg });

  expect((await jwtVerify(token, createLocalJWKSet(signer.jwks), { algorithms: [alg] })).payload).toEqual(claims);
  expect((await jwtVerify(token, await importSPKI(signer.publicKeys[alg], alg))).payload).toEqual(claims);
});

test.for(["unknown-key", "stolen-kid", "altered-payload", "alg-none", "hs256-with-public-key"] as const)(
  "a forged token (%s) has the claims and is refused",
  async (forgery) => {
    const signer = await createSigner();

    const token = await signer.forge(forgery, claims);

    expect(decodeClaims(token)).toEqual(claims);
    await expect(jwtVerify(token, createLocalJWKSet(signer.jwks))).rejects.toThrow();
  },
);

test("RS256 is the default, and its key is the one to give to Vault", async () => {
  const signer = await createSigner();

  const { protectedHeader } = await jwtVerify(
    await signer.sign(claims),
    await importSPKI(signer.publicKeyPem, "RS256"),
  );

  expect(protectedHeader).toMatchObject({ alg: "RS256", typ: "JWT" });
});

test("the README's claims have iat and no exp", () => {
  const made = readmeClaims({
    issuer: "https://code.example.com",
    audience: "https://vault.example.com",
    workspace: { id: "w-1", name: "dev", accessUrl: "https://code.example.com", accessPort: 443 },
    template: { id: "t-1", name: "docker", version: "v1" },
    owner: { id: "u-1", name: "alice", email: "alice@example.com", loginType: "oidc", groups: ["coder"] },
    agentId: "a-1",
    provisioner: { id: "p-1", arch: "amd64", os: "linux" },
    issuedAt: 1_700_000_000,
  });

  expect(made).toMatchObject({ sub: "w-1", iat: 1_700_000_000, owner_groups: ["coder"], workspace_port: 443 });
  expect(Object.keys(made)).toHaveLength(20);
  expect(made).not.toHaveProperty("exp");
});

test("a token that is none has no claims", () => {
  expect(decodeClaims("opaque")).toBeUndefined();
  expect(decodeClaims("a.b.c")).toBeUndefined();
});
