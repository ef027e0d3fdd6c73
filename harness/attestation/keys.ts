import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { z } from "zod";
import { WrongInput } from "../errors/index.ts";
import { readBounded } from "../input/index.ts";
import { named } from "../text/index.ts";
import { keyIdOf } from "./envelope.ts";

/** The kinds of key that attestations are signed with. */
export const algorithms: readonly ["ed25519", "ecdsa-p256"] = ["ed25519", "ecdsa-p256"];
export type Algorithm = (typeof algorithms)[number];

/** A key as it was read from a file. */
export interface ReadKey {
  readonly key: KeyObject;
  readonly id: string;
  /** What its owner should know, a sentence each. */
  readonly warnings: readonly string[];
}

type Part = "private" | "public";

/**
 * Reads the private key that signs an attestation: PEM (PKCS #8 or SEC 1) or JWK.
 * @throws WrongInput `key.*`
 */
export async function readPrivateKey(path: string): Promise<ReadKey> {
  const { bytes, mode } = await readBounded(path, "key");
  const key = read(bytes.toString("utf8"), path, "private");
  const warnings =
    (mode & 0o077) === 0 ? [] : [`The key ${named(path)} is not private to its owner: run \`chmod 600\` on it.`];
  return { key, id: keyIdOf(createPublicKey(key)), warnings };
}

/**
 * Reads the public key that verifies an attestation: PEM (SPKI) or JWK.
 * @throws WrongInput `key.*`
 */
export async function readPublicKey(path: string): Promise<ReadKey> {
  const { bytes } = await readBounded(path, "key");
  const key = read(bytes.toString("utf8"), path, "public");
  return { key, id: keyIdOf(key), warnings: [] };
}

/** A new pair, as PEM. */
export function generatePair(algorithm: Algorithm): Readonly<Record<Part, string>> {
  const { privateKey, publicKey } =
    algorithm === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    private: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    public: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

function read(text: string, path: string, due: Part): KeyObject {
  const trimmed = text.trim();
  const given = trimmed.startsWith("{") ? fromJwk(trimmed, path, due) : fromPem(trimmed, path, due);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = given;
  if (type === "ed25519" || (type === "ec" && details?.namedCurve === "prime256v1")) return given;
  const kind = [type, details?.namedCurve].filter((word) => word !== undefined).join(" ");
  throw wrong(
    path,
    "key.wrong-type",
    `has the unsupported type ${kind}`,
    "Give an ed25519 or ECDSA P-256 key; `keygen` makes one.",
  );
}

const otherPart = {
  private: ["is a public key, but a private key is required", "Give the private key of the pair; keep it to yourself."],
  public: [
    "is a private key, but a public key is required",
    "Give the public key of the pair, and keep this one private.",
  ],
} as const;

function refuseOther(path: string, due: Part): never {
  const [problem, remedy] = otherPart[due];
  throw wrong(path, `key.not-${due}`, problem, remedy);
}

const pem = /^-----BEGIN ([A-Z0-9 ]+)-----$/m;
const privateLabels = ["PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"];

function fromPem(text: string, path: string, due: Part): KeyObject {
  const label = pem.exec(text)?.[1];
  if (label === "ENCRYPTED PRIVATE KEY" || /^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    const remedy = "Decrypt it into a file that only you may read: openssl pkey -in KEY -out PLAIN.";
    throw wrong(path, "key.passphrase", "has a passphrase, which is not supported", remedy);
  }
  const part = label === "PUBLIC KEY" ? "public" : privateLabels.includes(label ?? "") ? "private" : undefined;
  if (part === undefined) throw unreadable(path);
  if (part !== due) refuseOther(path, due);
  return made(path, () => (due === "private" ? createPrivateKey(text) : createPublicKey(text)));
}

const jwk = z.looseObject({ kty: z.string(), d: z.string().exactOptional() });

function fromJwk(text: string, path: string, due: Part): KeyObject {
  const key = made(path, () => jwk.parse(JSON.parse(text)));
  if (key.kty === "oct")
    throw wrong(
      path,
      "key.wrong-type",
      "is a shared secret",
      "Give an ed25519 or ECDSA P-256 key; `keygen` makes one.",
    );
  if ((key.d === undefined) !== (due === "public")) refuseOther(path, due);
  return made(path, () =>
    due === "private" ? createPrivateKey({ key, format: "jwk" }) : createPublicKey({ key, format: "jwk" }),
  );
}

function made<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause?: unknown): WrongInput {
  const remedy = "Give an ed25519 or ECDSA P-256 key as PEM or JWK; `keygen` makes one.";
  return wrong(path, "key.unreadable", "is neither a PEM nor a JWK key", remedy, cause);
}

function wrong(path: string, code: string, problem: string, remedy: string, cause?: unknown): WrongInput {
  return new WrongInput(code, `The key ${named(path)} ${problem}.`, remedy, { path }, cause);
}
