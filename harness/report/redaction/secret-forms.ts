const pemBoundary = /-----(?:BEGIN|END) [A-Z ]*-----/g;

/** The ways in which a secret may be written down, itself first; some may be the same. */
export function formsOf(secret: string): readonly string[] {
  // The boundary of a PEM file is the same for all, and no secret.
  const inner = secret.replace(pemBoundary, "").trim() || secret;
  const bytes = Buffer.from(inner);
  return [inner, ...jsonForms(inner), ...urlForms(inner, bytes), ...hexForms(bytes), ...base64Forms(bytes)];
}

function jsonForms(secret: string): readonly string[] {
  const once = JSON.stringify(secret).slice(1, -1);
  return [once, JSON.stringify(once).slice(1, -1)];
}

function urlForms(secret: string, bytes: Buffer): readonly string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const lower = encoded.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  const form = encoded.replaceAll("%20", "+");
  const every = bytes.toString("hex").replace(/../g, "%$&");
  return [encoded, lower, form, every, every.toUpperCase()];
}

function hexForms(bytes: Buffer): readonly string[] {
  const hex = bytes.toString("hex");
  return [hex, hex.toUpperCase()];
}

/**
 * Base64 in both alphabets (RFC 4648), at each of the three places in a group of bytes that the secret can start at when
 * it is part of something longer. Characters that also hold bits of its neighbours are left out.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((shifted.length * 8) / 6);
    return [shifted.toString("base64").slice(first, last), shifted.toString("base64url").slice(first, last)];
  });
}
