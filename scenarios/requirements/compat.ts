import { none, type Requirement } from "./requirement.ts";

/** Modules beside each other, and a module in every cell of a matrix. */
export const compatRequirements: readonly Requirement[] = [
  {
    id: "COMPAT-01",
    title:
      "Every login and policy requirement holds on each server of the matrix, and with a CLI older and newer than the server",
    profile: "matrix",
    tokens: none,
    basis: "A module is published once, and meets every server and CLI that its users have.",
    means: "On some servers or CLI versions people cannot log in, or can reach too much.",
    derived: { from: ["LOGIN-*", "POLICY-*"], scenario: "on-each-server" },
  },
  {
    id: "COMPAT-02",
    title: "The module applies with each Terraform, and a second apply with the same inputs changes nothing",
    profile: "core",
    tokens: none,
    basis: "Coder applies a template at every start: what changes then is made anew, and shown to people as a change.",
    means: "Every build of a workspace replaces parts of it.",
    scenarios: [{ file: "compat/applies-again" }],
  },
  {
    id: "COMPAT-03",
    title: "Logins and what images can lack hold on each agent of the matrix",
    profile: "matrix",
    tokens: none,
    basis: "Images are Debian with sudo, a normal user without it, or busybox and no more.",
    means: "On some images people cannot log in.",
    derived: { from: ["LOGIN-*"], profiles: ["portable"], scenario: "on-each-agent" },
  },
  {
    id: "COMPAT-04",
    title: "Two instances of the module with other addresses in one workspace do not break each other's login",
    profile: "core",
    tokens: none,
    basis: "Modules are used twice in one template, and both scripts start at the same time.",
    means: "A workspace with two Vaults loses one of its logins.",
    scenarios: [{ file: "compat/two-instances", inputs: ["vault_jwt_token"] }],
  },
];
