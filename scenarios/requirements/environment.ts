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
  {
    id: "ENV-02",
    title:
      "Root, a home with a space, on another disk or without HOME, and profiles of every kind: the start logs in, and new terminals have the token",
    profile: "robust",
    tokens: none,
    basis:
      "Images run as root, homes are volumes, and profiles belong to people: dotfiles scripts and templates replace them between starts. What a start has hooked may be gone by the next.",
    means: "People with dotfiles of their own, or in images that differ, have no token in their terminals.",
    scenarios: [
      { file: "environment/root" },
      { file: "environment/homes" },
      { file: "environment/profiles" },
      { file: "environment/replaced-profiles" },
    ],
  },
  {
    id: "ENV-03",
    title:
      "vault_addr with a slash at the end, a path, the port of https or none, an IPv6 host, or plain http: the start logs in",
    profile: "robust",
    tokens: none,
    basis: "Vault's own CLI takes all of these for VAULT_ADDR, and load balancers and ingresses bring them.",
    means: "The address that an administrator was given does not work with the module.",
    scenarios: [{ file: "environment/addresses" }, { file: "environment/ipv6-host", tools: ["perl"] }],
  },
  {
    id: "ENV-04",
    title:
      "A JWT of 8 KiB, and upper case in mounts and namespaces: the start logs in, and Vault receives them as they are",
    profile: "robust",
    tokens: none,
    basis: "A person in many groups has a long token; Vault's mounts and namespaces keep the case of letters.",
    means: "People in many groups, or in organizations that write names in upper case, cannot log in.",
    scenarios: [
      { file: "environment/long-jwt" },
      { file: "environment/upper-case-mount", inputs: ["vault_jwt_auth_path"] },
      { file: "environment/upper-case-namespace", inputs: ["vault_namespace"], needs: ["namespaces"] },
    ],
  },
  {
    id: "ENV-05",
    title:
      "On a full disk a start logs in or fails and says so, the person's files are still there, and the next start with room logs in",
    profile: "robust",
    tokens: none,
    basis:
      "Homes are volumes of a fixed size, and people fill them. A start that replaces files must have written them before; one that needs no room in the home may succeed.",
    means: "A full home costs people their profiles, or leaves them without a token and without a word of why.",
    scenarios: [{ file: "environment/full-disk" }],
  },
  {
    id: "ENV-06",
    title:
      "The scripts run again in the same build: after an interruption, twice at once, and when the JWT has expired, whose valid token survives",
    profile: "robust",
    tokens: none,
    basis:
      "An agent that is started anew runs the scripts of its build again, with the JWT of that build. That this JWT has expired says nothing about its owner, whose token Vault still accepts, so that token stays. LOGIN-14 is about another build, where a refusal is news, also of the same JWT: there it goes. Each build gives the agent a token of its own, by which a script can tell the two apart (docs/coder.md, rule 2.7).",
    means: "A container that restarts on its own leaves people without a token until they rebuild the workspace.",
    scenarios: [
      { file: "environment/expired-meanwhile", inputs: ["vault_jwt_token"] },
      { file: "environment/twice-at-once" },
      { file: "environment/after-an-interruption", inputs: ["vault_cli_version"] },
    ],
  },
  {
    id: "ENV-07",
    title:
      "Every kind of session of people with bash, sh or zsh finds the address, the pinned CLI, and by it a token that Vault knows",
    profile: "robust",
    tokens: none,
    basis:
      "A terminal is a login shell, coder ssh -- COMMAND is none, and an editor's terminal is interactive only: each reads other profiles, and sh -c none. LOGIN-05 is about VAULT_TOKEN in terminals.",
    means: "What works in a terminal does not work in an editor or a script.",
    scenarios: [
      { file: "environment/sessions-of-bash", inputs: ["vault_cli_version"], programs: ["bash"] },
      { file: "environment/sessions-of-sh", inputs: ["vault_cli_version"] },
      { file: "environment/sessions-of-zsh", inputs: ["vault_cli_version"], programs: ["zsh"] },
    ],
  },
  {
    id: "ENV-08",
    title: "A private authority by VAULT_CACERT works, and an installed CLI makes the release server unnecessary",
    profile: "robust",
    tokens: none,
    basis:
      "Companies sign Vault's certificate themselves and let no workspace out. That the system's store works is what every scenario rests on; the published module has no input for a mirror.",
    means: "Workspaces behind a company's firewall cannot log in.",
    scenarios: [
      { file: "environment/private-authority", inputs: ["vault_cli_version"] },
      { file: "environment/no-release-server", inputs: ["vault_cli_version"] },
    ],
  },
];
