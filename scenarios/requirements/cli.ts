import { none, type Requirement } from "./requirement.ts";

/** The Vault CLI that is installed. */
export const cliRequirements: readonly Requirement[] = [
  {
    id: "CLI-01",
    title: "An exact version is installed: vault version in a new shell says it",
    profile: "core",
    tokens: none,
    basis: "Install a specific version of the Vault CLI.",
  },
  {
    id: "CLI-02",
    title: "latest (and no value) is the highest general release in the index",
    profile: "core",
    tokens: none,
    basis: "The default of vault_cli_version is latest; an enterprise or unfinished build is not what its users mean.",
  },
  {
    id: "CLI-03",
    title: "The right version is there already: the release server is not asked",
    profile: "core",
    tokens: none,
    basis: "An image that holds the CLI must start where the release server cannot be reached.",
  },
  {
    id: "CLI-04",
    title: "Another version, older or newer, is there: the pin replaces it and is what a new shell finds first",
    profile: "core",
    tokens: none,
    basis: "Install a specific version of the Vault CLI.",
  },
  {
    id: "CLI-05",
    title: "Without root and sudo the pinned version still is what a new shell finds",
    profile: "core",
    tokens: none,
    basis: "Many workspaces' images give their people neither.",
  },
  {
    id: "CLI-06",
    title: "A version that is not published: the script fails, the log names it, and an installed CLI stays as it was",
    profile: "core",
    tokens: none,
    basis: "A mistyped pin must be seen, and must not take away what worked.",
  },
  {
    id: "CLI-07",
    title: "A malformed version fails the plan",
    profile: "core",
    tokens: none,
    basis: "What can be seen in a plan is not to be found out in a workspace.",
  },
  {
    id: "CLI-08",
    title: "A truncated or corrupt archive: the script fails, and an installed CLI stays as it was",
    profile: "core",
    tokens: none,
    basis: "Downloads are cut off and damaged on the way.",
  },
  {
    id: "CLI-09",
    title:
      "The release server is down, slow (over 60 s for a byte) or answers 5xx: the script ends in bounded time, says so and fails",
    profile: "core",
    tokens: none,
    basis: "Shells wait for the script, so a download without a limit locks people out.",
  },
  {
    id: "CLI-10",
    title: "Nothing is left in the working directory or the temporary directory",
    profile: "core",
    tokens: none,
    basis: "The working directory is the person's home, or the repository in it.",
  },
  {
    id: "CLI-11",
    title: "An archive whose SHA-256 is not the published one is refused",
    profile: "hardened",
    tokens: none,
    basis: "HashiCorp publishes SHA256SUMS with every release, so that archives are checked.",
  },
  {
    id: "CLI-12",
    title: "Only curl, only wget or only busybox: each suffices, for latest too",
    profile: "portable",
    tokens: none,
    basis: "The README asks nothing of a workspace's image.",
  },
  {
    id: "CLI-13",
    title: "Neither a downloader nor an unzip: the script fails and names the missing tool",
    profile: "portable",
    tokens: none,
    basis: "An image's builder has to know what to add.",
  },
  {
    id: "CLI-14",
    title: "x86_64 and aarch64 pick their own archive, and another architecture is a clear error",
    profile: "portable",
    tokens: none,
    basis: "Coder's agents run on several architectures, and HashiCorp publishes archives for each.",
  },
];
