import { both, type Requirement } from "./requirement.ts";

/** Workspaces that Coder builds ahead, for whoever claims one. */
export const prebuildRequirements: readonly Requirement[] = [
  {
    id: "PRE-01",
    title:
      "A prebuilt workspace, which has no owner's token: the start succeeds, Vault is not asked, there is no token",
    profile: "robust",
    tokens: ["oidc"],
    basis:
      "Coder hands out a prebuilt workspace only when its agent is ready; until then it belongs to the user prebuilds, who has no OIDC token (docs/coder.md, rule 4.8). LOGIN-11 is about workspaces of people.",
    means: "The pool of prebuilt workspaces has none that anybody can claim.",
    scenarios: [{ file: "prebuild/unclaimed" }],
  },
  {
    id: "PRE-02",
    title: "The claim of a prebuilt workspace: it logs in as the new owner, and nothing of before is left",
    profile: "robust",
    tokens: both,
    basis:
      "A claim is a build of the same workspace for another owner, on the same disk and state (docs/coder.md, rule 4.8).",
    means: "Whoever claims a prebuilt workspace has no login, or one that is not theirs.",
    scenarios: [{ file: "prebuild/claim" }],
  },
];
