/** The words that options of `run` take. */
export const choices = {
  runtime: ["auto", "docker", "process"],
  token: ["oidc", "custom"],
  agent: ["debian", "no-sudo", "alpine-like"],
  cliArchives: ["auto", "genuine", "stand-in"],
} as const;
