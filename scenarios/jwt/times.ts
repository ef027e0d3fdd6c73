/** Seconds from now; `undefined` takes a claim away that a good token has. */
export interface Times {
  readonly iat?: number | undefined;
  readonly nbf?: number;
  readonly exp?: number;
}

/** The claims for these times, reckoned from now. */
export function claimsAt(times: Times): Readonly<Record<string, number | undefined>> {
  const now = Math.floor(Date.now() / 1000);
  return Object.fromEntries(
    Object.entries(times).map(([name, offset]) => [name, offset === undefined ? undefined : now + offset]),
  );
}
