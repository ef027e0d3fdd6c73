import { createHash } from "node:crypto";
import { z } from "zod";
import type { Cell } from "../model/index.ts";
import type { ReportedTemplate } from "../model/report/index.ts";
import { digestOf, type SubjectFile } from "../subject/index.ts";
import { shaped } from "./envelope.ts";
import type { Configuration, Statement } from "./types.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string();
const names = z.array(text);

/** The names of what the configuration of an attestation describes. */
export const describes = { policy: "policy", matrix: "matrix", harness: "harness", report: "report" } as const;

const digest = z.object({ sha256: hex.exactOptional(), dirHash: hex.exactOptional() });

const configuration = z.object({
  name: text,
  uri: text.exactOptional(),
  digest,
  mediaType: text.exactOptional(),
  annotations: z.looseObject({ startedAt: z.iso.datetime().exactOptional() }).exactOptional(),
});

/** As in-toto asks its readers to be: fields that are not known are let pass, for the signature covers them too. */
const statementSchema: z.ZodType<Statement> = z.object({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  subject: z.array(z.object({ name: text, digest })).min(1),
  predicateType: z.literal("https://in-toto.io/attestation/test-result/v0.1"),
  predicate: z.object({
    result: z.enum(["PASSED", "WARNED", "FAILED"]),
    configuration: z.array(configuration),
    url: z.url().exactOptional(),
    passedTests: names,
    warnedTests: names,
    failedTests: names,
  }),
});

/** What is attested. */
export interface Attested {
  /** The module's files, and the name that it goes by. */
  readonly module: { readonly name: string; readonly files: readonly SubjectFile[]; readonly version?: string };
  readonly policy: { readonly name: string; readonly sha256: string };
  readonly harness: { readonly name: string; readonly version: string; readonly files: readonly SubjectFile[] };
  readonly cells: readonly Cell[];
  readonly reports: readonly AttestedReport[];
  /** Names of results. */
  readonly passed: readonly string[];
  readonly waived: readonly string[];
  readonly unsupported: readonly string[];
  readonly skipped: readonly string[];
  readonly url?: string;
}

/** A report that the decision rests on. */
export interface AttestedReport {
  readonly sha256: string;
  readonly startedAt: string;
  /** The id of the key that signed it, where one that counts did. */
  readonly signedBy?: string;
  /** The user's own template that workspaces were built of. */
  readonly template?: ReportedTemplate;
}

/** Makes the statement that a module was accepted: `PASSED`, or `WARNED` where that took a waiver. */
export function statementOf({ module, url, passed, waived, ...attested }: Attested): Statement {
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [
      { name: `${module.name}/`, digest: { dirHash: dirHashOf(module.files) } },
      ...module.files.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    ],
    predicateType: "https://in-toto.io/attestation/test-result/v0.1",
    predicate: {
      result: waived.length === 0 ? "PASSED" : "WARNED",
      configuration: configurationOf({ module, passed, waived, ...attested }),
      ...(url === undefined ? {} : { url }),
      passedTests: [...passed],
      warnedTests: [...waived],
      failedTests: [],
    },
  };
}

function configurationOf(attested: Attested): readonly Configuration[] {
  const { policy, harness, cells, reports, waived, unsupported, skipped, module } = attested;
  const lists = { unsupported, skipped, waived };
  const version = module.version === undefined ? {} : { moduleVersion: module.version };
  return [
    { name: describes.policy, digest: { sha256: policy.sha256 }, annotations: { policy: policy.name } },
    {
      name: describes.matrix,
      digest: { sha256: createHash("sha256").update(JSON.stringify(cells)).digest("hex") },
      annotations: { cells },
    },
    {
      name: describes.harness,
      uri: `pkg:npm/${harness.name}@${harness.version}`,
      digest: { dirHash: dirHashOf(harness.files) },
    },
    // The predicate has no place for what neither passed nor failed: it stands with the report that says so, the first of several.
    ...reports.map(({ sha256, ...facts }, at) => ({
      name: describes.report,
      digest: { sha256 },
      mediaType: "application/json",
      annotations: { ...facts, ...(at === 0 ? { ...lists, ...version } : {}) },
    })),
  ];
}

/** The `h1:` hash as in-toto has it (digest_set.md: dirHash): in hexadecimal. */
export function dirHashOf(files: readonly SubjectFile[]): string {
  return Buffer.from(digestOf(files).slice("h1:".length), "base64").toString("hex");
}

/** The bytes of a statement that are signed. */
export function statementBytes(statement: Statement): Buffer {
  return Buffer.from(`${JSON.stringify(statement, null, 2)}\n`);
}

/**
 * Reads a statement; `where` is its name for error messages.
 * @throws WrongInput `attestation.not-json`, `attestation.malformed`
 */
export function parseStatement(payload: Buffer, where: string): Statement {
  const what = `The payload of ${where}`;
  return shaped(statementSchema, payload.toString("utf8"), {
    what,
    shape: "a statement of a test result",
    kind: "attestation",
  });
}
