import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { NamedKey } from "../../attestation/index.ts";
import { WrongInput } from "../../errors/index.ts";
import type { Signature } from "../../gate/index.ts";
import { readBounded } from "../../input/index.ts";
import { named } from "../../text/index.ts";

/** The options of commands that look at who signed a report, as they were typed. */
export interface SignatureOptions {
  readonly requireSigned?: boolean;
  readonly signer?: readonly string[];
}

/** A report's file, by what was read of it. */
export interface SignedFile {
  readonly where: string;
  readonly sha256: string;
}

/** The keys that reports are checked with. */
export interface Signers {
  readonly isRequired: boolean;
  readonly keys: readonly NamedKey[];
}

/**
 * Reads the keys of accepted signers. With a key, every report must be signed.
 * @throws WrongInput `key.*`, `option.missing`
 */
export async function readSigners({ requireSigned = false, signer = [] }: SignatureOptions): Promise<Signers> {
  if (requireSigned && signer.length === 0) throw withoutSigner("--require-signed");
  if (signer.length === 0) return { isRequired: false, keys: [] };
  const { readPublicKey } = await import("../../attestation/index.ts");
  const keys: NamedKey[] = [];
  for (const path of signer) keys.push(await readPublicKey(path));
  return { isRequired: true, keys };
}

/** The error where signatures are required and no key is given. */
export function withoutSigner(who: string): WrongInput {
  const problem = `${who} requires signed reports, and --signer is not given.`;
  return new WrongInput("option.missing", problem, "Name the public key of whoever ran the scenarios with --signer.");
}

/**
 * Looks for a report's signature in the `manifest.json` beside it; `undefined` where no key was given.
 * @throws WrongInput `manifest.*` (one that is there and cannot be read)
 */
export async function signatureOf({ where, sha256 }: SignedFile, { keys }: Signers): Promise<Signature | undefined> {
  if (keys.length === 0) return undefined;
  const { checkManifest, manifestFile } = await import("../../attestation/index.ts");
  const path = join(dirname(where), manifestFile);
  const found = await readBounded(path, "manifest").catch((cause: unknown) => {
    if (cause instanceof WrongInput && cause.code === "manifest.missing") return undefined;
    throw cause;
  });
  if (found === undefined) return { problem: `There is no ${named(path)}.` };
  return checkManifest(found.bytes.toString("utf8"), path, { sha256, keys });
}

/** The SHA-256 of what was read of a file, in hexadecimal. */
export function sha256Of(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
