import { z } from "zod";
import type { Cell } from "../model/index.ts";
import type { Report, ReportedTemplate } from "../model/report/index.ts";
import { knownEntrySchema } from "../verdict/index.ts";

const text = z.string();
const id = text.min(1);
const milliseconds = z.number().min(0);
const count = z.int().min(0);
const outcome = z.enum(["pass", "fail", "unsupported", "error", "blocked"]);
const program = z.object({ name: id, version: text });
const usedProgram = program.extend({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional()
    .describe("SHA-256 of the executable."),
  origin: z
    .enum(["named", "path", "image", "release", "package", "source"])
    .exactOptional()
    .describe("named by an option, found on PATH, or downloaded and verified."),
  image: text.exactOptional().describe("The image that it came from, with its digest in the registry."),
});

const resultKey = {
  scenario: id.describe("The scenario file's name without its extension."),
  token: z.enum(["oidc", "custom", "none"]).describe("Where the workspace's JWT came from."),
  cell: id.describe("The id of one of the report's cells."),
};

const subject = z.object({
  source: text.describe("The module under test, as the user named it."),
  digest: z
    .string()
    .regex(/^h1:[A-Za-z0-9+/]{43}=$/)
    .describe("Directory hash of everything but a top-level .git, as in golang.org/x/mod/sumdb/dirhash."),
  version: text.exactOptional(),
  variables: z.array(text).describe("Names of the inputs that the module declares."),
  inputs: z.array(text).exactOptional().describe("Names of the inputs that --input gave values."),
  ignored: z.array(text).exactOptional().describe("What --ignore-state left out of the digest and of the run."),
});

/** The shape of a {@link ReportedTemplate}. */
export const reportedTemplateSchema: z.ZodType<ReportedTemplate> = z.object({
  source: text.describe("The template's folder, as the user named it."),
  parameters: z.record(z.string(), text).describe("The values of its parameters, by name."),
  variables: z.array(text).describe("Names of the variables that got a value."),
  modules: text.exactOptional().describe("The folder of other modules that it calls, as the user named it."),
});

const isolation = z.object({
  workspaces: z.enum(["docker", "bubblewrap", "unshare"]),
  terraform: z.enum(["bubblewrap", "unshare", "container", "unsandboxed"]),
  notEnforced: z.array(text).exactOptional().describe("What SECURITY.md promises and this machine could not enforce."),
});

/** The shape of a {@link Cell}. */
export const cellSchema: z.ZodType<Cell> = z.object({
  id,
  runtime: z.enum(["docker", "process"]),
  server: usedProgram,
  cli: usedProgram.extend({ archives: z.enum(["genuine", "stand-in"]) }),
  terraform: usedProgram,
  providers: z.record(z.string(), text).describe("Provider source to version."),
  agent: text,
  coderAgent: usedProgram
    .exactOptional()
    .describe("Coder, if its own agent ran in workspaces; left out if the harness imitated it."),
  coderServer: usedProgram
    .exactOptional()
    .describe("Coder, if its own server built workspaces; left out if the harness imitated it."),
  asked: z
    .record(z.string(), text)
    .exactOptional()
    .describe("What the matrix or an option asked for, by axis or tool, such as openbao@latest."),
  isolation: isolation.exactOptional().describe("What isolated the module's code from the machine."),
  overrides: z
    .array(text)
    .min(1)
    .exactOptional()
    .describe("Options that changed what was tested, or with what, such as --providers."),
});

const matrix = z.object({
  name: text,
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .describe("SHA-256 of the matrix file."),
  shard: z
    .object({ index: z.int().min(1), count: z.int().min(1) })
    .exactOptional()
    .describe("Which part of the matrix this is; left out for the whole matrix."),
  cells: z.array(id).exactOptional().describe("Ids of all cells in their order, also of other shards."),
});

const result = z.object({
  ...resultKey,
  outcome,
  durationMs: milliseconds,
  reason: text.exactOptional().describe("Why it is unsupported or an error, or what was observed instead."),
  blockedBy: id
    .exactOptional()
    .describe("The broken requirement that this result rests on. Every blocked result has it, and no other."),
});

const requirement = z.object({
  id,
  title: text,
  profile: text,
  means: text.exactOptional().describe("What a failure means for those who use the module."),
  basis: text.exactOptional().describe("The sentence of the module's README, or the reason, behind it."),
  files: z.array(text).exactOptional().describe("The files that check it, by their paths in the harness's repository."),
  outcome: outcome.describe(
    "fail if any result fails, else error if any errs, else blocked if any is, else pass if any passes.",
  ),
  derivedFrom: z
    .array(id)
    .exactOptional()
    .describe("Ids of the requirements that it follows from, if it has no scenario of its own."),
  results: z.array(result).min(1),
});

const vaultRequest = z.object({
  time: text,
  operation: text,
  path: text,
  namespace: text.exactOptional(),
  status: z.int().exactOptional(),
  error: text.exactOptional().describe("Vault's reason for a refusal."),
  received: z.json().exactOptional(),
  answered: z.json().exactOptional(),
});

const evidence = z.object({
  startupLog: text.exactOptional(),
  exitCode: z.int().exactOptional(),
  start: z
    .object({
      files: z.array(text).describe("Files that it created, changed or removed."),
      processes: z.array(text).describe("The arguments of its processes, without duplicates."),
    })
    .exactOptional()
    .describe("What the start was seen to do; left out if it was not watched."),
  vaultRequests: z.array(vaultRequest).exactOptional(),
  claims: z.record(z.string(), z.json()).exactOptional().describe("The claims of the token that was sent."),
  role: z.json().exactOptional().describe("The role as Vault stores it."),
  policy: text.exactOptional(),
});

const failure = z.object({
  requirement: id,
  ...resultKey,
  outcome: z.enum(["fail", "error"]),
  expected: text,
  observed: text,
  diagnosis: text,
  evidence,
});

/** The shape of a `report.json`. Fields that it does not know are allowed, and dropped when read. */
export const reportSchema: z.ZodType<Report> = z
  .object({
    schemaVersion: z.literal(2),
    tool: program,
    startedAt: z.iso.datetime(),
    durationMs: milliseconds,
    subject,
    template: reportedTemplateSchema
      .exactOptional()
      .describe("The user's own Coder template that workspaces were built from."),
    cells: z.array(cellSchema),
    requirements: z.array(requirement),
    failures: z.array(failure).describe("One for each result that failed or ended in an error."),
    summary: z
      .object({ passed: count, failed: count, unsupported: count, error: count, blocked: count })
      .describe("Counts over results, not requirements."),
    notes: z.array(text).exactOptional(),
    matrix: matrix.exactOptional().describe("The matrix whose cells were run."),
    partial: z
      .array(text)
      .min(1)
      .exactOptional()
      .describe("What was left out, one sentence each. A report that has it never conforms."),
    known: z.array(knownEntrySchema).exactOptional().describe("The list of known failures that was given."),
  })
  .meta({ title: "vault-jwt-conformance report", description: "report.json, schemaVersion 2" });

/** The published JSON Schema (draft 2020-12) of `report.json`, as the text of `docs/report.schema.json`. */
export function reportJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema, { io: "input" }), null, 2)}\n`;
}
