/** The file in the current folder that has the options which are always the same. */
export const configFile = "vault-jwt-conformance.yaml";
