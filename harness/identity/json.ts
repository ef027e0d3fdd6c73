import type { JsonValue } from "../model/index.ts";

/** The claims of a token: the members of a JWT's payload (RFC 7519, section 4). */
export type Claims = Readonly<Record<string, JsonValue>>;

/** Claims that are put over other ones; `undefined` takes one away. */
export type ClaimChanges = Readonly<Record<string, JsonValue | undefined>>;
