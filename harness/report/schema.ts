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
    .describe("Of the executable."),
  origin: z
    .enum(["named", "path", "image", "release", "package", "source"])
    .exactOptional()
    .describe("named by an option, found on PATH, or fetched and verified."),
  image: text.exactOptional().describe("The image that it came in, with the digest that its registry has it under."),
});

const resultKey = {
  scenario: id.describe("The scenario file's name without its ending."),
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
  parameters: z.record(z.string(), text).describe("What was given for its parameters, by name."),
  variables: z.array(text).describe("Names of the variables that were given."),
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
    .describe("Coder, whose own agent ran in workspaces; left out where the harness's imitation of it did."),
  asked: z
    .record(z.string(), text)
    .exactOptional()
    .describe(
      "For each axis of the matrix, or tool that an option named, the word that was asked for, such as openbao@latest.",
    ),
  isolation: isolation.exactOptional().describe("What stood between the module's code and the machine."),
  overrides: z
    .array(text)
    .min(1)
    .exactOptional()
    .describe("Options that changed what was judged, or with what, such as --providers."),
});

const matrix = z.object({
  name: text,
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .describe("Of the matrix' file."),
  shard: z
    .object({ index: z.int().min(1), count: z.int().min(1) })
    .exactOptional()
    .describe("Which part of the matrix this is; left out where it is the whole."),
  cells: z.array(id).exactOptional().describe("Ids of all cells in their order, those of other shards too."),
});

const result = z.object({
  ...resultKey,
  outcome,
  durationMs: milliseconds,
  reason: text.exactOptional().describe("Why it is unsupported or an error, or what was observed instead."),
  blockedBy: id
    .exactOptional()
    .describe(
      "The requirement that the module breaks and that this result rests on: only of blocked results, and of all of them.",
    ),
});

const requirement = z.object({
  id,
  title: text,
  profile: text,
  means: text.exactOptional().describe("What a failure means for those who use the module."),
  basis: text.exactOptional().describe("The sentence of the module's README, or the reason, that it rests on."),
  files: z.array(text).exactOptional().describe("The files that check it, by their paths in the harness's repository."),
  outcome: outcome.describe(
    "fail if any result fails, else error if any errs, else blocked if any is, else pass if any passes.",
  ),
  derivedFrom: z
    .array(id)
    .exactOptional()
    .describe("Ids of the requirements that it follows from, where it has no scenario of its own."),
  results: z.array(result).min(1),
});

const vaultRequest = z.object({
  time: text,
  operation: text,
  path: text,
  namespace: text.exactOptional(),
  status: z.int().exactOptional(),
  error: text.exactOptional().describe("Vault's reason, where it refused."),
  received: z.json().exactOptional(),
  answered: z.json().exactOptional(),
});

const evidence = z.object({
  startupLog: text.exactOptional(),
  exitCode: z.int().exactOptional(),
  start: z
    .object({
      files: z.array(text).describe("Files that it created, changed or removed."),
      processes: z.array(text).describe("What its processes had as arguments, without repetitions."),
    })
    .exactOptional()
    .describe("What the start was seen to do; left out where it was not watched."),
  vaultRequests: z.array(vaultRequest).exactOptional(),
  claims: z.record(z.string(), z.json()).exactOptional().describe("The claims of the token that was sent."),
  role: z.json().exactOptional().describe("The role as Vault has it."),
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
      .describe("The user's own Coder template that workspaces were built of."),
    cells: z.array(cellSchema),
    requirements: z.array(requirement),
    failures: z.array(failure).describe("One for each result that failed or erred."),
    summary: z
      .object({ passed: count, failed: count, unsupported: count, error: count, blocked: count })
      .describe("Counts over results, not requirements."),
    notes: z.array(text).exactOptional(),
    matrix: matrix.exactOptional().describe("The matrix whose cells were run."),
    partial: z
      .array(text)
      .min(1)
      .exactOptional()
      .describe("What was left out, a sentence each. A report with it never says that the subject conforms."),
    known: z
      .array(knownEntrySchema)
      .exactOptional()
      .describe("What was expected to fail or to be unsupported, as it was listed."),
  })
  .meta({ title: "vault-jwt-conformance report", description: "report.json, schemaVersion 2" });

/** The published JSON Schema (draft 2020-12) of `report.json`, as the text of `docs/report.schema.json`. */
export function reportJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema, { io: "input" }), null, 2)}\n`;
}
