import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const generate = promisify(generateKeyPair);

/** RSA keys of a run, each as PKCS #8 in PEM. */
export interface RsaKeys {
  /** The issuer's first. */
  readonly issuer: string;
  /** For custom tokens. */
  readonly signer: string;
}

/**
 * Makes the keys of a run. In the main thread: Node.js aborts when the process ends while a worker makes an RSA key,
 * and an interruption at that moment would not end with its own status.
 */
export async function makeRsaKeys(): Promise<RsaKeys> {
  const [issuer, signer] = await Promise.all([makeKey(), makeKey()]);
  return { issuer, signer };
}

async function makeKey(): Promise<string> {
  const { privateKey } = await generate("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
