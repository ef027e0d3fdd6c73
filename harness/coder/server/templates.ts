import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { z } from "zod";
import { limits, poll } from "../../waiting/index.ts";
import type { Api } from "./api.ts";

/** A job of a provisioner daemon that has ended. */
export interface EndedJob {
  readonly succeeded: boolean;
  readonly error: string;
}

/** A job as Coder's API has it. */
export interface Job {
  readonly status: string;
  readonly error?: string | null | undefined;
}

export const job: z.ZodType<Job> = z.looseObject({ status: z.string(), error: z.string().nullish() });

/** What a job came to, once it has ended. */
export function endOf({ status, error }: Job): EndedJob | undefined {
  return ["succeeded", "failed", "canceled"].includes(status)
    ? { succeeded: status === "succeeded", error: error ?? "" }
    : undefined;
}

/** A line of a job's log. */
export interface LogLine {
  readonly output: string;
  readonly log_level: string;
  readonly stage: string;
}

const logs: z.ZodType<readonly LogLine[] | null> = z
  .array(z.looseObject({ output: z.string(), log_level: z.string(), stage: z.string() }))
  .nullable();

/** The whole log of a job that has ended. */
export async function logOf(api: Api, path: string): Promise<readonly LogLine[]> {
  return (await api.demand(logs, `${path}/logs`)) ?? [];
}

/** A template's version that Coder has imported, or refused to. */
export interface Version extends EndedJob {
  readonly id: string;
  readonly lines: readonly LogLine[];
}

export type Variables = Readonly<Record<string, string>>;

const uploaded = z.looseObject({ hash: z.string() });
const version = z.looseObject({ id: z.string(), job });

/** What is pushed: a folder, the values of its variables, and the template that it is a version of, if there is one. */
export interface Pushed {
  readonly folder: string;
  readonly variables: Variables;
  readonly template: string | undefined;
}

/** A version, and by what it is known again. */
export interface KnownVersion extends Version {
  readonly digest: string;
}

/**
 * Pushes a folder as a version of a template, as `coder templates push` does, and waits for its import. What is the same
 * as the version before is not pushed again.
 */
export async function pushVersion(
  api: Api,
  organization: string,
  { folder, variables, template }: Pushed,
  last: KnownVersion | undefined,
): Promise<KnownVersion> {
  const content = await packed(folder);
  const digest = createHash("sha256").update(content).update(JSON.stringify(variables)).digest("hex");
  if (last?.digest === digest) return last;
  const bytes = { type: "application/x-tar", content };
  const { hash } = await api.demand(uploaded, "/api/v2/files", { method: "POST", bytes });
  const body = {
    storage_method: "file",
    file_id: hash,
    provisioner: "terraform",
    tags: {},
    ...(template === undefined ? {} : { template_id: template }),
    user_variable_values: Object.entries(variables).map(([name, value]) => ({ name, value })),
  };
  const path = `/api/v2/organizations/${organization}/templateversions`;
  const { id } = await api.demand(version, path, { method: "POST", body });
  const own = `/api/v2/templateversions/${id}`;
  const ended = await poll(async () => endOf((await api.demand(version, own)).job), {
    what: "Coder to import a template",
    limit: limits.coderJob,
    changed: briefly,
  });
  return { id, digest, ...ended, lines: await logOf(api, own) };
}

/** Between two looks at a job: a request costs the server more than the harness. */
export const briefly = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

/** What Terraform makes anew, and what is given by Coder's own way. */
const leftOut = /^(?:\.terraform\/providers(?:\/|$)|terraform\.tfstate|.*\.auto\.tfvars\.json$)/;

/** The same files give the same bytes. */
const mtime = new Date(2024, 0, 1);

async function packed(folder: string): Promise<Buffer> {
  const archive = pack();
  const content = buffer(archive);
  for (const entry of (await readdir(folder, { recursive: true })).sort()) {
    if (leftOut.test(entry)) continue;
    const path = join(folder, entry);
    const found = await stat(path);
    const header = { name: entry, mode: found.mode, mtime };
    if (found.isDirectory()) archive.entry({ ...header, type: "directory" });
    else archive.entry(header, await readFile(path));
  }
  archive.finalize();
  return await content;
}
