import { randomUUID } from "node:crypto";
import { z } from "zod";
import { HarnessFault } from "../errors/index.ts";
import type { Endpoint, Network } from "../runtime/index.ts";
import { limits, poll } from "../waiting/index.ts";
import { type AuditLog, readAudit } from "./audit.ts";
import { createClient, type VaultClient } from "./client.ts";
import { auditDevice, type ServerProgram, serviceSpec } from "./configuration.ts";

/** A running Vault or OpenBao, with a raw audit log. */
export interface VaultServer extends AsyncDisposable {
  readonly program: ServerProgram;
  /** What a workspace's VAULT_ADDR is. */
  readonly address: string;
  /** Where the harness reaches it. */
  readonly endpoint: Endpoint;
  readonly client: VaultClient;
  readonly audit: AuditLog;
}

export interface ServerOptions {
  readonly program: ServerProgram;
  readonly network: Network;
  readonly authority: {
    readonly certificate: string;
    issue(names: readonly string[]): Promise<{ certificate: string; privateKey: string }>;
  };
  /** Default: `vault.example.com`. */
  readonly hostname?: string;
}

const health = z.looseObject({ initialized: z.boolean(), sealed: z.boolean() });

/**
 * Starts a server and waits until it takes requests.
 *
 * @throws HarnessFault `vault.start` with the server's last lines when it ends early
 */
export async function startServer(options: ServerOptions): Promise<VaultServer> {
  const hostname = options.hostname ?? "vault.example.com";
  const rootToken = `root-${randomUUID()}`;
  const leaf = await options.authority.issue([hostname]);
  const spec = serviceSpec(options.program, { hostname, rootToken, ...leaf });
  const service = await options.network.service(spec);
  const client = createClient({ endpoint: service.endpoint, rootToken, authority: options.authority.certificate });
  await poll(
    async () => {
      if (!service.running()) throw endedEarly(options.program, [...service.output, ...service.errors]);
      const answer = await client.ask("GET", "sys/health").catch(() => undefined);
      const read = health.safeParse(answer?.body);
      return read.success && !read.data.sealed ? true : undefined;
    },
    {
      what: `${options.program.name} ${options.program.version} to answer`,
      limit: limits.serverReady,
      log: () => service.errors,
    },
  );
  if (options.program.name === "vault") await client.demand("PUT", auditDevice.path, auditDevice.body);
  return {
    program: options.program,
    address: `https://${hostname}:${spec.port}`,
    endpoint: service.endpoint,
    client,
    audit: readAudit(service, client, rootToken),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

function endedEarly(program: ServerProgram, log: readonly string[]): HarnessFault {
  return new HarnessFault(
    "vault.start",
    `${program.name} ${program.version} ended at its start: ${log.slice(-5).join(" | ")}.`,
    "Try the same binary by hand with `server -dev`; if it starts there, report this as a defect of the harness.",
    { program, log: log.slice(-30) },
  );
}
