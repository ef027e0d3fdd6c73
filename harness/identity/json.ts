/** What a JSON document can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue };

/** The claims of a token: the members of a JWT's payload (RFC 7519, section 4). */
export type Claims = Readonly<Record<string, JsonValue>>;

/** Claims that are put over other ones; `undefined` takes one away. */
export type ClaimChanges = Readonly<Record<string, JsonValue | undefined>>;
