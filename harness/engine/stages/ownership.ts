import type { Owner, WorkspaceIdentity } from "../../coder/index.ts";
import type { Secret } from "../../redaction/index.ts";
import type { TokenKind } from "../../run/index.ts";
import type { Site } from "../site.ts";
import { type JwtOptions, signJwt } from "./jwts.ts";

/** Whose a workspace is, and the JWT that its module logs in with: both are settled when its owner has signed in. */
export interface Ownership {
  readonly owner: Owner;
  readonly jwt: string;
  /** Signs the owner in at a real Coder server, just before a build; the imitation's owners have their token already. */
  signIn(): Promise<Owner>;
}

interface Place {
  readonly site: Site;
  readonly kind: TokenKind;
  /** The tokens of all owners go there. */
  readonly secrets: Secret[];
}

interface Claimed {
  readonly workspace: WorkspaceIdentity;
  readonly person: Omit<Owner, "oidcAccessToken">;
  /** Somebody has claimed it. */
  readonly isOwned: boolean;
}

/** Gives a workspace its owner, by what a start asks for. */
export async function ownershipOf(
  { site, kind, secrets }: Place,
  { workspace, person, isOwned }: Claimed,
  options: JwtOptions & { readonly jwt?: string; readonly owner?: Partial<Owner> },
): Promise<Ownership> {
  const { coderServer } = site;
  const isOfServer = coderServer !== undefined && kind === "oidc";
  let jwt = options.jwt ?? (isOfServer ? "" : await signJwt(site, kind, { workspace, owner: person }, options));
  let oidcAccessToken = options.owner?.oidcAccessToken ?? (kind === "oidc" && isOwned ? jwt : "");
  secrets.push(["jwt", jwt], ["jwt", oidcAccessToken]);
  const ownership: Ownership = {
    get owner() {
      return { ...person, oidcAccessToken };
    },
    get jwt() {
      return jwt;
    },
    async signIn() {
      // The token of the last sign-in is still there where a start is to have the JWT of before.
      const signs = person.loginType === "oidc" && !(isOfServer && options.jwt !== undefined);
      if (coderServer === undefined || !signs) return ownership.owner;
      const signed = await coderServer.signIn(person, isOfServer ? options.claims : {});
      oidcAccessToken = signed.accessToken;
      if (isOfServer) jwt = signed.accessToken;
      secrets.push(["jwt", signed.accessToken]);
      return ownership.owner;
    },
  };
  return ownership;
}
