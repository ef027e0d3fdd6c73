import type { Input, Owner, Prebuild } from "../../coder/index.ts";
import type { ClaimChanges } from "../../identity/index.ts";
import type { TokenKind } from "../../run/index.ts";
import { unsupported } from "../verdict.ts";

/** What a start asks for of what a Coder server may not have. */
interface Asked {
  readonly kind: TokenKind;
  readonly owner?: Partial<Owner>;
  readonly restarts?: { readonly jwt: string };
  readonly prebuild?: Prebuild;
  readonly keepsPlan?: boolean;
  readonly jwt?: string;
  readonly claims?: ClaimChanges;
  readonly role?: Input;
  readonly inputs?: Readonly<Record<string, Input | undefined>>;
  readonly example?: string;
}

/** The claims that say when a JWT holds: scenarios set them to seconds from now. */
const times = ["iat", "nbf", "exp"];

/**
 * Checks that a real Coder server can do what a start asks for.
 *
 * @throws Unsupported where the harness's imitation alone can
 */
export function checkServerCan(asked: Asked): void {
  const { owner, restarts, prebuild, keepsPlan, jwt, claims, kind } = asked;
  if (prebuild !== undefined) unsupported("a Coder server builds workspaces ahead only with a licence");
  if (keepsPlan) unsupported("a Coder server keeps no plan that `terraform show` could show");
  if (kind === "oidc" && jwt !== undefined && jwt !== restarts?.jwt)
    unsupported("a Coder server gives a workspace the token of its owner's own sign-in, and no other");
  if (times.some((name) => name in (claims ?? {})))
    unsupported("a build at a Coder server takes longer than the seconds that the times of this JWT allow");
  const hasPassword = owner?.oidcAccessToken === "" && owner.loginType === "password";
  // Beside a custom token, one of the owner's own sign-in is as present and valid.
  const hasSignedIn = kind === "custom" && owner?.oidcAccessToken !== "";
  if (owner?.oidcAccessToken !== undefined && !hasPassword && !hasSignedIn)
    unsupported("a Coder server gives a workspace the token of its owner's own sign-in, and no other");
  if (hasPassword && restarts !== undefined) unsupported("a workspace at a Coder server keeps its owner");
  if (needsGroups(asked)) unsupported("a Coder server has no groups but Everyone without a licence");
}

/** The module gets a group that Coder itself has of the owner; tokens have the issuer's own. */
function needsGroups({ role, inputs = {}, example }: Asked): boolean {
  const given = [role, ...Object.values(inputs)].flatMap((input) =>
    typeof input === "object" ? input.expression : [],
  );
  return (
    example === "group-role" || given.some((expression) => /\bcoder_workspace_owner\.\w+\.groups\b/.test(expression))
  );
}
