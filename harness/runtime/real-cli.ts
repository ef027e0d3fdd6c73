/** Where the real CLI lies in a workspace, outside of every PATH. */
export const realCli = "/opt/conformance/vault";
