/**
 * Whether one of the keys in an armored key block, none of which may have expired by now, made this detached binary
 * signature (RFC 9580, section 5.2.4).
 */
export async function signedBy(armoredKeys: string, data: Buffer, signature: Buffer): Promise<boolean> {
  const openpgp = await import("openpgp");
  const verificationKeys = await openpgp.readKeys({ armoredKeys });
  try {
    const { signatures } = await openpgp.verify({
      message: await openpgp.createMessage({ binary: data }),
      signature: await openpgp.readSignature({ binarySignature: signature }),
      verificationKeys,
      // HashiCorp has renewed its key's own signatures since: releases from before are signed "by a future key".
      config: { allowInsecureVerificationWithReformattedKeys: true },
    });
    const verified = await Promise.allSettled(signatures.map((one) => one.verified));
    return verified.some(({ status }) => status === "fulfilled");
  } catch {
    return false;
  }
}
