/** The kinds of workspace image. */
export type AgentKind = "debian" | "no-sudo" | "alpine-like";

/** All kinds; the first is taken where none is named. */
export const agentKinds: readonly AgentKind[] = ["debian", "no-sudo", "alpine-like"];
