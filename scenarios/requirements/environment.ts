import { none, type Requirement } from "./requirement.ts";

/** What images, templates and people have around the module. */
export const environmentRequirements: readonly Requirement[] = [
  {
    id: "ENV-01",
    title: "The VAULT_* and BAO_* that an image or a template sets, and a proxy with NO_PROXY, do not decide the login",
    profile: "robust",
    tokens: none,
    basis:
      "Images and templates set variables for other uses; vault_addr, vault_namespace and the role say which login is meant.",
    means: "A variable that somebody set for something else sends the login elsewhere, or takes its verification away.",
    scenarios: [{ file: "environment/variables-of-the-image" }, { file: "environment/skip-verify" }],
  },
];
