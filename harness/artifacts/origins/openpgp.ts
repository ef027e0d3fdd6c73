import { createPublicKey, type KeyObject, verify } from "node:crypto";

/** One packet of an OpenPGP message (RFC 9580, section 4). */
interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

const signatureTag = 2;
const keyTags = new Set([6, 14]);
const rsa = new Set([1, 3]);
const hashNames: Readonly<Record<number, string>> = { 8: "sha256", 9: "sha384", 10: "sha512" };

/**
 * Whether one of the RSA keys in an armored key block made this detached binary signature (RFC 9580, section 5.2.4).
 * Trust in a subkey comes from the block, which we bring along; expiry is not looked at, since old releases keep
 * their old signatures.
 */
export function signedBy(armoredKeys: string, data: Buffer, signature: Buffer): boolean {
  const keys = packets(dearmor(armoredKeys)).flatMap(rsaKey);
  return packets(signature).some(({ tag, body }) => tag === signatureTag && madeBy(keys, data, body));
}

function madeBy(keys: readonly KeyObject[], data: Buffer, body: Buffer): boolean {
  const hash = hashNames[body[3] ?? 0];
  const isBinaryV4 = body[0] === 4 && body[1] === 0 && rsa.has(body[2] ?? 0);
  if (!isBinaryV4 || hash === undefined) return false;
  const hashedEnd = 6 + body.readUInt16BE(4);
  const unhashedEnd = hashedEnd + 2 + body.readUInt16BE(hashedEnd);
  const trailer = Buffer.from([4, 0xff, 0, 0, 0, 0]);
  trailer.writeUInt32BE(hashedEnd, 2);
  const signed = Buffer.concat([data, body.subarray(0, hashedEnd), trailer]);
  const [value] = integers(body.subarray(unhashedEnd + 2));
  return value !== undefined && keys.some((key) => verify(hash, signed, key, padded(value, key)));
}

/** A multiprecision integer has no leading zeros; a PKCS #1 signature is as long as the modulus. */
function padded(value: Buffer, key: KeyObject): Buffer {
  const length = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  return Buffer.concat([Buffer.alloc(Math.max(0, length - value.length)), value]);
}

function rsaKey({ tag, body }: Packet): KeyObject[] {
  if (!keyTags.has(tag) || body[0] !== 4 || !rsa.has(body[5] ?? 0)) return [];
  const [n, e] = integers(body.subarray(6));
  if (n === undefined || e === undefined) return [];
  const jwk = { kty: "RSA", n: n.toString("base64url"), e: e.toString("base64url") };
  return [createPublicKey({ key: jwk, format: "jwk" })];
}

function integers(buffer: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 2 <= buffer.length; ) {
    const end = at + 2 + Math.ceil(buffer.readUInt16BE(at) / 8);
    found.push(buffer.subarray(at + 2, end));
    at = end;
  }
  return found;
}

function packets(buffer: Buffer): Packet[] {
  const found: Packet[] = [];
  for (let at = 0; at < buffer.length; ) {
    const { tag, start, end } = header(buffer, at);
    found.push({ tag, body: buffer.subarray(start, end) });
    at = end;
  }
  return found;
}

/** Both forms of header; lengths that are not known beforehand belong to encrypted data and end the reading. */
function header(buffer: Buffer, at: number): { tag: number; start: number; end: number } {
  const first = buffer[at] ?? 0;
  const isNew = (first & 0x40) !== 0;
  const tag = isNew ? first & 0x3f : (first >> 2) & 0x0f;
  const [size, length] = isNew ? newLength(buffer, at + 1) : oldLength(buffer, at + 1, first & 3);
  const start = at + 1 + size;
  return { tag, start, end: Math.min(buffer.length, start + length) };
}

function oldLength(buffer: Buffer, at: number, type: number): [number, number] {
  const size = [1, 2, 4, 0][type] ?? 0;
  return [size, size === 0 ? buffer.length : buffer.readUIntBE(at, size)];
}

function newLength(buffer: Buffer, at: number): [number, number] {
  const first = buffer[at] ?? 0;
  if (first < 192) return [1, first];
  if (first < 224) return [2, (first - 192) * 256 + (buffer[at + 1] ?? 0) + 192];
  return first === 255 ? [5, buffer.readUInt32BE(at + 1)] : [1, buffer.length];
}

/** The content of an armored block, without headers and checksum (RFC 9580, section 6). */
function dearmor(armored: string): Buffer {
  const [, body = ""] =
    /-----BEGIN [^\n]+-----\n(?:[^\n]+: [^\n]*\n)*\n([^-]+?)(?:\n=[^\n]{4})?\n-----END/.exec(armored) ?? [];
  return Buffer.from(body, "base64");
}
