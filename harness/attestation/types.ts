/** A DSSE envelope (secure-systems-lab/dsse, envelope.md). */
export interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid?: string; readonly sig: string }[];
}

/** Digests of one thing, by algorithm, in hexadecimal. */
export interface DigestSet {
  readonly sha256?: string;
  /** The `h1:` hash of a folder (in-toto, digest_set.md). */
  readonly dirHash?: string;
}

/** Something that took part in coming to the result. */
export interface Configuration {
  readonly name: string;
  readonly uri?: string;
  readonly digest: DigestSet;
  readonly mediaType?: string;
  readonly annotations?: { readonly startedAt?: string; readonly [more: string]: unknown };
}

/** An in-toto statement, v1, with the predicate test-result, v0.1. */
export interface Statement {
  readonly _type: "https://in-toto.io/Statement/v1";
  readonly subject: readonly { readonly name: string; readonly digest: DigestSet }[];
  readonly predicateType: "https://in-toto.io/attestation/test-result/v0.1";
  readonly predicate: {
    readonly result: "PASSED" | "WARNED" | "FAILED";
    readonly configuration: readonly Configuration[];
    readonly url?: string;
    readonly passedTests: readonly string[];
    readonly warnedTests: readonly string[];
    readonly failedTests: readonly string[];
  };
}
