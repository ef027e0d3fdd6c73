import { decodeJwt } from "jose";
import { z } from "zod";
import type { Claims } from "./json.ts";

const claimsSchema = z.record(z.string(), z.json());

/** Reads the claims of a token without verifying it; `undefined` for a token that is not a JWT, such as an opaque one. */
export function decodeClaims(token: string): Claims | undefined {
  try {
    return claimsSchema.parse(decodeJwt(token));
  } catch {
    return undefined;
  }
}
