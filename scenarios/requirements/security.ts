import { both, none, type Requirement } from "./requirement.ts";

/** What a security review would ask for. */
export const securityRequirements: readonly Requirement[] = [
  {
    id: "SEC-01",
    title: "Neither the JWT nor the Vault token is in the startup log, whatever happens",
    profile: "hardened",
    tokens: both,
    basis: "Startup logs are kept by Coder and shown to template administrators.",
    means: "Whoever can read the workspace's logs in Coder can use the owner's tokens.",
    scenarios: [{ file: "security/no-secret-in-the-log" }],
  },
  {
    id: "SEC-02",
    title: "~/.vault-token and any file that holds a secret are readable by their owner only, under any umask",
    profile: "hardened",
    tokens: none,
    basis: "Workspaces may have other users and services; the Vault CLI itself makes its token file 0600.",
    means: "Other users of the machine can read the owner's tokens.",
    scenarios: [{ file: "security/files-are-private" }],
  },
  {
    id: "SEC-03",
    title:
      "Role, path, namespace, token, address and version are data: spaces, quotes, $(), backticks, ;, newlines and a leading - run nothing, and reach Vault byte for byte or are refused by the plan",
    profile: "hardened",
    tokens: none,
    basis: "Names of groups and claims are chosen by people who are not the template's author.",
    means: "A value such as a group's name can run commands in the workspace, or change what Vault receives.",
    scenarios: [{ file: "security/inputs-are-data" }],
  },
  {
    id: "SEC-04",
    title:
      "Neither the JWT nor the Vault token, plain or encoded, is in the arguments of any process that the script starts (the agent's own shell apart, which is Coder's)",
    profile: "hardened",
    tokens: none,
    basis: "Every user of a machine can read every process's arguments.",
    means: "Other users of the machine can see the owner's tokens in the list of processes.",
    scenarios: [{ file: "security/arguments", tools: ["perl"] }],
  },
  {
    id: "SEC-05",
    title: "The token is sensitive to Terraform: no output of plan or apply shows it",
    profile: "hardened",
    tokens: none,
    basis: "Coder keeps build logs and shows them to template administrators.",
    means: "Tokens are in the logs of builds, which template administrators can read.",
    scenarios: [{ file: "security/plan-hides-the-token", inputs: ["vault_jwt_token"] }],
  },
  {
    id: "SEC-06",
    title: "A server with a certificate that is not trusted is refused: Vault's and the release server's",
    profile: "hardened",
    tokens: none,
    basis: "Who can answer in Vault's place would be sent the JWT, and an archive is run as it comes.",
    means: "Somebody on the network can take the JWT, or have a CLI of their own installed.",
    scenarios: [{ file: "security/untrusted-certificates", inputs: ["vault_cli_version"] }],
  },
  {
    id: "SEC-07",
    title: "Signals: a script that is interrupted leaves no half-installed CLI and no secret in a temporary file",
    profile: "hardened",
    tokens: none,
    basis: "A workspace can be stopped at any moment of its start.",
    means: "A start that is interrupted leaves secrets behind, or a CLI that does not run.",
    scenarios: [{ file: "security/interrupted", inputs: ["vault_cli_version"] }],
  },
];
