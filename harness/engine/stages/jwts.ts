import { randomUUID } from "node:crypto";
import type { Owner, WorkspaceIdentity } from "../../coder/index.ts";
import {
  type ClaimChanges,
  type Claims,
  type Forgery,
  readmeClaims,
  type SigningAlgorithm,
} from "../../identity/index.ts";
import type { TokenKind } from "../../run/index.ts";
import type { Site } from "../site.ts";

/** How a scenario's JWT differs from a good one. */
export interface JwtOptions {
  /** Put over the claims that a good one has; `undefined` takes one away. */
  readonly claims?: ClaimChanges;
  /** How it is signed, if not with RS256 and the key that Vault trusts (custom tokens only). */
  readonly signed?: SigningAlgorithm | Forgery;
}

/** `iss` of the README's custom token. */
export const customIssuer = "https://code.example.com";

const algorithms: readonly (string | undefined)[] = ["RS256", "ES256", "EdDSA"] satisfies SigningAlgorithm[];

/** The owner's OIDC access token, by a real sign-in, or the README's custom token for a workspace. */
export async function signJwt(
  { issuer, signer }: Pick<Site, "issuer" | "signer">,
  kind: TokenKind,
  { workspace, owner }: { workspace: WorkspaceIdentity; owner: Omit<Owner, "oidcAccessToken"> },
  { claims = {}, signed = "RS256" }: JwtOptions,
): Promise<string> {
  if (kind === "oidc") return await issuer.accessToken(owner, { claims });
  const good = readmeClaims({
    issuer: customIssuer,
    audience: "https://vault.example.com",
    workspace: { ...workspace, accessPort: 443 },
    template: workspace.template,
    owner,
    agentId: randomUUID(),
    provisioner: { id: randomUUID(), arch: "amd64", os: "linux" },
    issuedAt: Math.floor(Date.now() / 1000),
  });
  const wanted = Object.fromEntries(
    Object.entries({ ...good, ...claims }).filter((entry): entry is [string, Claims[string]] => entry[1] !== undefined),
  );
  return isAlgorithm(signed) ? await signer.sign(wanted, { alg: signed }) : await signer.forge(signed, wanted);
}

function isAlgorithm(word: SigningAlgorithm | Forgery): word is SigningAlgorithm {
  return algorithms.includes(word);
}
