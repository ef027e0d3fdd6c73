/** The kinds of file that someone writes or keeps, by their names in error codes. */
export type FileKind =
  | "key"
  | "policy"
  | "matrix"
  | "known"
  | "artifacts"
  | "attestation"
  | "manifest"
  | "report"
  | "history"
  | "config";

interface Traits {
  /** What it is called in a sentence, with its article. */
  readonly article: "a" | "an";
  readonly noun: string;
  /** The most bytes that it may have: far more than any that is right. */
  readonly limit: number;
}

export const fileKinds: Readonly<Record<FileKind, Traits>> = {
  key: { article: "a", noun: "key", limit: 65_536 },
  policy: { article: "a", noun: "policy", limit: 1_048_576 },
  matrix: { article: "a", noun: "matrix", limit: 1_048_576 },
  known: { article: "a", noun: "list of known failures", limit: 4_194_304 },
  artifacts: { article: "a", noun: "lock file", limit: 4_194_304 },
  attestation: { article: "an", noun: "attestation", limit: 16_777_216 },
  manifest: { article: "a", noun: "manifest", limit: 1_048_576 },
  config: { article: "a", noun: "config file", limit: 1_048_576 },
  history: { article: "a", noun: "record of a past run", limit: 8_388_608 },
  report: { article: "a", noun: "report", limit: 268_435_456 },
};
