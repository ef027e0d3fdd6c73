import "reflect-metadata";
import { KeyObject, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** A server's certificate with its key, both PEM. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** A certificate authority of a run's own, which the run's machines and servers trust. */
export interface CertificateAuthority {
  /** The authority's own certificate, PEM. */
  readonly certificate: string;
  /** Makes a certificate for a server, valid for all the given host names and IP addresses. */
  issue(names: readonly string[]): Promise<ServerCertificate>;
}

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const serverAuthentication = "1.3.6.1.5.5.7.3.1";
const subject = "CN=vault-jwt-conformance run CA, O=vault-jwt-conformance";

/**
 * Makes a certificate authority whose key lives in memory only.
 *
 * One is enough for a run: the issuer, the release server and Vault get their certificates from it,
 * and the agent's image trusts {@link CertificateAuthority.certificate}.
 */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: subject,
      ...validity(),
      signingAlgorithm: ecdsa,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: certificate.toString("pem"), issue: (names) => issueLeaf(keys, names) };
}

async function issueLeaf(authority: webcrypto.CryptoKeyPair, names: readonly string[]): Promise<ServerCertificate> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create(
    {
      subject: [{ CN: [names[0] ?? "localhost"] }],
      issuer: subject,
      ...validity(),
      signingAlgorithm: ecdsa,
      signingKey: authority.privateKey,
      publicKey: keys.publicKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([serverAuthentication]),
        new SubjectAlternativeNameExtension(names.map(toGeneralName)),
        await AuthorityKeyIdentifierExtension.create(authority.publicKey, false, webcrypto),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: certificate.toString("pem"), privateKey: exportPrivateKey(keys) };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ecdsa, true, ["sign", "verify"]);
}

/** From an hour ago, because the clocks of containers and virtual machines lag. */
function validity(): { notBefore: Date; notAfter: Date } {
  const hour = 3_600_000;
  return { notBefore: new Date(Date.now() - hour), notAfter: new Date(Date.now() + 30 * 24 * hour) };
}

function toGeneralName(name: string): { type: "dns" | "ip"; value: string } {
  return { type: isIP(name) === 0 ? "dns" : "ip", value: name };
}

function exportPrivateKey(keys: webcrypto.CryptoKeyPair): string {
  return KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString();
}
