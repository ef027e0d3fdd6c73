import { none, type Requirement } from "./requirement.ts";

/** What the workspace's token opens. */
export const policyRequirements: readonly Requirement[] = [
  {
    id: "POLICY-01",
    title: "Every mapped claim is in the alias's metadata with the token's value; the mapped workspace_id does no harm",
    profile: "core",
    tokens: none,
    basis: "The README's example vault jwt role.",
    means: "Templated policies open the wrong paths, or none.",
    scenarios: [{ file: "policy/alias-metadata", inputs: ["vault_jwt_token"], examples: ["custom-jwt"] }],
  },
  {
    id: "POLICY-02",
    title: "The README's templated policy: create, read, update, list and delete under the workspace's own path",
    profile: "core",
    tokens: none,
    basis: "The README's example workspace access vault policy.",
    means: "Workspaces cannot keep secrets of their own as the README shows.",
    scenarios: [{ file: "policy/own-path", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "POLICY-03",
    title: "Another owner's path is denied, for each of those verbs",
    profile: "core",
    tokens: none,
    basis: "The README's example workspace access vault policy.",
    means: "A workspace can read or change another owner's secrets.",
    scenarios: [{ file: "policy/another-owners-path", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "POLICY-04",
    title: "Another workspace of the same owner is denied, also while both are running and whichever logged in last",
    profile: "core",
    tokens: none,
    basis: "The README's example workspace access vault policy.",
    means: "A workspace can read or change the secrets of another workspace.",
    scenarios: [{ file: "policy/another-workspace", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "POLICY-05",
    title: "The policy is bound to the mount's accessor: the same claims through another mount get nothing",
    profile: "core",
    tokens: none,
    basis: "identity.entity.aliases.<MOUNT_ACCESSOR> in the README's example policy.",
    means: "A login at another mount opens paths that were not meant for it.",
    scenarios: [{ file: "policy/another-mount", inputs: ["vault_jwt_token", "vault_jwt_auth_path"] }],
  },
  {
    id: "POLICY-06",
    title: "A renamed workspace: after its next login the new path opens and the old one is closed",
    profile: "core",
    tokens: none,
    basis: "metadata.workspace_name in the README's example policy, and Coder lets workspaces be renamed.",
    means: "A renamed workspace loses its secrets, or keeps access to those of its old name.",
    scenarios: [{ file: "policy/renamed-workspace", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "POLICY-07",
    title: "Outside its policies the token reads nothing and changes nothing (sys/, auth/, other mounts)",
    profile: "core",
    tokens: none,
    basis: "The README's example policy names two paths; Vault denies what no policy grants.",
    means: "A workspace can read or change what its policies do not allow.",
    scenarios: [{ file: "policy/outside", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "POLICY-08",
    title:
      "subscribe with subscribe_event_types is accepted where the server has events; elsewhere, the report says how the server answers",
    profile: "core",
    tokens: none,
    basis:
      'capabilities = ["create", "read", "update", "delete", "list", "subscribe"] in the README\'s example policy.',
    means: "The README's policy cannot be used as it is written.",
    scenarios: [{ file: "policy/events", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "POLICY-09",
    title:
      "ttl, token_max_ttl, token_num_uses, token_bound_cidrs and token_type of the role hold for the workspace's token",
    profile: "core",
    tokens: none,
    basis: '"ttl": "1h" in the README\'s example role: its limits are its owner\'s to set.',
    means: "Tokens live longer, or can do more, than the role allows.",
    scenarios: [{ file: "policy/limits" }],
  },
  {
    id: "POLICY-10",
    title:
      "A group in the token without a group alias in Vault: the login works and gives no more than the role's policies",
    profile: "core",
    tokens: none,
    basis: "Coder lists groups that Vault has never heard of, such as Everyone.",
    means: "A group's name gives policies that no administrator assigned, or keeps its members out.",
    scenarios: [{ file: "policy/unknown-group" }],
  },
  {
    id: "POLICY-11",
    title:
      "A claim with *, + or / in the README's templated path opens nothing outside of it; what else it opens is measured on the server at hand",
    profile: "policy",
    tokens: none,
    basis:
      "By their release notes Vault refuses * and + from 1.19.17, 1.20.11, 1.21.6 and 2.0.1 on, and / by an option of 2.0.4; OpenBao refuses them from 2.6.0 on. Older servers obey, and a note warns of them. This is about role and policy rather than the module.",
    means: "Who can choose the name of a workspace reads the secrets of others.",
    scenarios: [{ file: "policy/claims-in-paths", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "POLICY-12",
    title: "A deny on x/* denies what is below x; whether it denies LIST of x/ is measured on the server at hand",
    profile: "policy",
    tokens: none,
    basis:
      "By their release notes LIST is denied by OpenBao from 2.6.0 and by Vault from 2.0.3 on. Older servers list, and a note warns of them. This is about the policy rather than the module.",
    means: "The names of secrets can be listed where a policy was meant to hide them.",
    scenarios: [{ file: "policy/denied-list" }],
  },
];
