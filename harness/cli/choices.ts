/** The words that options of `run` take. */
export const choices = {
  runtime: ["auto", "docker", "process"],
  token: ["oidc", "custom"],
  agent: ["debian"],
  cliArchives: ["auto", "genuine", "stand-in"],
} as const;
