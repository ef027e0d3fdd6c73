import { both, type Requirement } from "./requirement.ts";

/** The `vault_namespace` input of later versions. */
export const namespaceRequirements: readonly Requirement[] = [
  {
    id: "NS-01",
    title: "vault_namespace: the login happens in it, and VAULT_NAMESPACE is set in every shell",
    profile: "namespaces",
    tokens: both,
    basis: "vault kv get -namespace=coder in the README's first command; later versions have the input.",
    means: "The login or the shells are in another namespace than the template says.",
    scenarios: [{ file: "namespace/logs-in", inputs: ["vault_namespace"], needs: ["namespaces"] }],
  },
  {
    id: "NS-02",
    title: "Unset: no VAULT_NAMESPACE, and the login is in the root namespace",
    profile: "namespaces",
    tokens: both,
    basis: "The examples of the README name no namespace.",
    means: "Commands look for secrets in the wrong namespace.",
    scenarios: [{ file: "namespace/unset", inputs: ["vault_namespace"] }],
  },
  {
    id: "NS-03",
    title: "A child namespace (coder/team) and the README's vault kv get -namespace=coder -mount=secrets coder work",
    profile: "namespaces",
    tokens: both,
    basis: "vault kv get -namespace=coder -mount=secrets coder",
    means: "Secrets in child namespaces cannot be read.",
    scenarios: [{ file: "namespace/child", inputs: ["vault_namespace"], needs: ["namespaces"] }],
  },
  {
    id: "NS-04",
    title: "A namespace that does not exist: the login is refused as in LOGIN-06",
    profile: "namespaces",
    tokens: both,
    basis: "A mistyped namespace must not become a login somewhere else.",
    means: "A typing error in the namespace looks like another problem, or like success.",
    scenarios: [{ file: "namespace/missing", inputs: ["vault_namespace"], needs: ["namespaces"] }],
  },
];
