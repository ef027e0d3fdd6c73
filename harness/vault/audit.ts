import { z } from "zod";
import type { Service } from "../runtime/index.ts";
import { limits, poll } from "../waiting/index.ts";
import type { VaultClient } from "./client.ts";

const entry = z.object({
  type: z.enum(["request", "response"]),
  time: z.string(),
  error: z.string().optional(),
  auth: z.looseObject({ client_token: z.string().optional(), accessor: z.string().optional() }).optional(),
  request: z.looseObject({
    id: z.string(),
    operation: z.string(),
    path: z.string(),
    client_token: z.string().optional(),
    client_token_accessor: z.string().optional(),
    remote_address: z.string().optional(),
    namespace: z.looseObject({ id: z.string().optional(), path: z.string().optional() }).optional(),
    data: z.looseObject({}).nullish(),
  }),
  response: z
    .looseObject({
      auth: z.looseObject({ client_token: z.string().optional(), accessor: z.string().optional() }).nullish(),
      wrap_info: z.looseObject({ token: z.string().optional() }).nullish(),
      data: z.looseObject({ error: z.string().optional() }).nullish(),
    })
    .nullish(),
});

type Entry = z.infer<typeof entry>;

/** One request as Vault's raw audit device saw it: what it received, and what it answered. */
export interface AuditedRequest {
  readonly id: string;
  readonly time: string;
  readonly operation: string;
  readonly path: string;
  /** `""` for the root namespace. */
  readonly namespace: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The token that came with the request. */
  readonly token?: string;
  /** The IP address that it came from. */
  readonly from?: string;
  /** Vault's reason, where it refused. */
  readonly refusal?: string;
  /** The accessor of the token that the answer gave. */
  readonly accessor?: string;
  /**
   * The token that the answer gave. Where a login came with a token, the log has that one in place of the new one, which is
   * then known only once a request has used it.
   */
  readonly issued?: string;
  /** The token that the answer can be fetched with, where it was wrapped. */
  readonly wrapping?: string;
}

export interface AuditLog {
  /** How far the log has come: what {@link AuditLog.since} takes. */
  mark(): Promise<number>;
  /** The requests after a mark, complete up to now, the harness's own left out. */
  since(mark: number): Promise<readonly AuditedRequest[]>;
}

/** Reads the audit device that writes to the server's standard output (`file_path=stdout`, `log_raw=true`). */
export function readAudit(service: Service, client: VaultClient, rootToken: string): AuditLog {
  const settle = async () => {
    const sent = await client.demand("GET", "auth/token/lookup-self");
    const id = sent.body.request_id ?? "";
    return await poll(() => positionOf(service.output, id), {
      what: "Vault's audit log to catch up",
      limit: limits.auditLine,
      changed: service.changed,
      log: () => service.errors,
    });
  };
  return {
    mark: settle,
    async since(mark) {
      const end = await settle();
      return pair(service.output.slice(mark, end)).filter((request) => request.token !== rootToken);
    },
  };
}

function positionOf(lines: readonly string[], id: string): number | undefined {
  const index = lines.findLastIndex((line) => line.includes(`"id":"${id}"`) && line.includes('"type":"response"'));
  return index < 0 ? undefined : index + 1;
}

function pair(lines: readonly string[]): AuditedRequest[] {
  const requests = new Map<string, AuditedRequest>();
  const used = new Map<string, string>();
  for (const line of lines.filter((text) => text.startsWith("{"))) {
    const read = entry.safeParse(JSON.parse(line));
    if (!read.success) continue;
    const { id, client_token_accessor: accessor, client_token: token } = read.data.request;
    requests.set(id, { ...requests.get(id), ...summarise(read.data) });
    if (accessor !== undefined && token !== undefined) used.set(accessor, token);
  }
  return [...requests.values()].map((request) => {
    const issued = request.accessor === undefined ? undefined : used.get(request.accessor);
    return issued === undefined ? request : { ...request, issued };
  });
}

function summarise(line: Entry): AuditedRequest {
  const refusal = unframed(line.error ?? line.response?.data?.error);
  const wrapping = line.response?.wrap_info?.token;
  const { request } = line;
  const { client_token: given, accessor } = line.response?.auth ?? {};
  const issued = given === request.client_token ? undefined : given;
  return {
    id: request.id,
    time: line.time,
    operation: request.operation,
    path: request.path,
    namespace: request.namespace?.path ?? "",
    data: request.data ?? {},
    ...(request.client_token === undefined ? {} : { token: request.client_token }),
    ...(request.remote_address === undefined ? {} : { from: request.remote_address }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(accessor === undefined ? {} : { accessor }),
    ...(issued === undefined ? {} : { issued }),
    ...(wrapping === undefined ? {} : { wrapping }),
  };
}

/** The log has some refusals as Go's multierror prints them, under a heading; the answer has the reasons alone. */
function unframed(refusal: string | undefined): string | undefined {
  return refusal?.replace(/^\d+ errors? occurred:\s+\* /, "").trim();
}
