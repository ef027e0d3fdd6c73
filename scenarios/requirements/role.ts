import { both, type Requirement } from "./requirement.ts";

/** The role that is logged in to, and groups. */
export const roleRequirements: readonly Requirement[] = [
  {
    id: "ROLE-01",
    title: "groups[0] picks the role: its policies and no others",
    profile: "core",
    tokens: both,
    basis: "Map workspace owner's group to a Vault role.",
    means: "The owner gets the policies of another group, or none.",
    scenarios: [{ file: "role/first-group", examples: ["group-role"] }],
  },
  {
    id: "ROLE-02",
    title: "Another first group picks another role; the order given by Coder is kept",
    profile: "core",
    tokens: both,
    basis: "Map workspace owner's group to a Vault role.",
    means: "The owner gets the policies of a group that the template did not choose.",
    scenarios: [{ file: "role/another-first-group" }],
  },
  {
    id: "ROLE-03",
    title: "Mixed case, dots and dashes in a group's name reach the right role",
    profile: "core",
    tokens: both,
    basis:
      "Map workspace owner's group to a Vault role: groups are named freely, and Vault lower-cases the names of roles.",
    means: "Groups with such names reach no role, or another group's.",
    scenarios: [{ file: "role/odd-letters" }],
  },
  {
    id: "ROLE-04",
    title: "An owner without groups: the plan fails, nothing is created, and Vault is not asked",
    profile: "core",
    tokens: both,
    basis:
      "vault_jwt_role = data.coder_workspace_owner.me.groups[0] has no value then, and the module must not invent a role.",
    means: "An owner without a group gets a workspace that cannot log in, or logs in with a default role.",
    scenarios: [{ file: "role/no-groups" }],
  },
  {
    id: "ROLE-05",
    title:
      "bound_claims on the groups claim (groups, owner_groups), plain and glob: a member logs in, an outsider is refused",
    profile: "core",
    tokens: both,
    basis:
      "Vault binds roles to claims, and groups are the claim that organisations bind to; owner_groups is in the README's token.",
    means: "Members cannot log in, or outsiders can.",
    scenarios: [{ file: "role/bound-claims" }],
  },
  {
    id: "ROLE-06",
    title: "groups_claim puts the login in Vault's external groups, and their policies apply",
    profile: "core",
    tokens: both,
    basis:
      "This requires configuring the Vault JWT/OIDC auth method, whose roles take groups from the claim that groups_claim names.",
    means: "Policies of Vault's groups do not reach the workspace, or do not leave it.",
    scenarios: [{ file: "role/external-groups" }],
  },
  {
    id: "ROLE-07",
    title:
      "A group's name with a space, a quote or a shell character never reaches Vault as another role or as none, for which a mount's default_role would be taken silently",
    profile: "core",
    tokens: both,
    basis: "Map workspace owner's group to a Vault role: another role is another person's access.",
    means: "A group's name can give its members the role of others.",
    scenarios: [{ file: "role/odd-names" }],
  },
  {
    id: "ROLE-08",
    title:
      "groups_claim on the role and no such claim in the token: the login is refused as in LOGIN-06, and the log says which claim",
    profile: "core",
    tokens: both,
    basis: "Identity providers leave empty claims out, so this is what an owner without groups meets.",
    means: "An administrator cannot see that the token lacks its groups.",
    scenarios: [{ file: "role/no-groups-claim" }],
  },
];
