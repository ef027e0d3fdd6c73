const pemBoundary = /-----(?:BEGIN|END) [A-Z ]*-----/g;

/**
 * The ways in which a secret may be written down, itself first; some may be the same.
 * Those that differ in case or alphabet alone are left to the index, which levels them.
 */
export function formsOf(secret: string): readonly string[] {
  // The boundary of a PEM file is the same for all, and no secret.
  const inner = secret.replace(pemBoundary, "").trim() || secret;
  const bytes = Buffer.from(inner);
  return [inner, ...jsonForms(inner), ...urlForms(inner), bytes.toString("hex"), ...base64Forms(bytes)];
}

function jsonForms(secret: string): readonly string[] {
  const once = JSON.stringify(secret).slice(1, -1);
  return [once, JSON.stringify(once).slice(1, -1)];
}

function urlForms(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  // Some encoders also take what RFC 3986 leaves alone.
  const fully = encoded.replace(/[-._~!*'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return [encoded, encoded.replaceAll("%20", "+"), fully];
}

/**
 * Base64 (RFC 4648) at each of the three places in a group of bytes that the secret can start at when it is part of
 * something longer. Characters that also hold bits of its neighbours are left out.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((shifted.length * 8) / 6);
    return shifted.toString("base64").slice(first, last);
  });
}
