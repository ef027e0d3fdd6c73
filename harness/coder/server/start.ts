import { z } from "zod";
import { CannotRunHere, HarnessFault } from "../../errors/index.ts";
import type { CertificateAuthority, Issuer } from "../../identity/index.ts";
import type { Network, Service } from "../../runtime/index.ts";
import { limits, poll } from "../../waiting/index.ts";
import type { TerraformTool } from "../terraform/index.ts";
import { type Api, createApi, refused } from "./api.ts";
import type { Postgres } from "./postgres.ts";
import { endings, serviceSpec } from "./service.ts";

/** What a Coder server is started in, and with. */
export interface ServerOptions {
  /** The full program of Coder on this machine. */
  readonly program: string;
  readonly postgres: Postgres;
  readonly terraform: Pick<TerraformTool, "executable" | "cliConfig" | "reads">;
  readonly network: Network;
  /** The authority that the server's own certificate is from: nothing else is trusted for it. */
  readonly own: CertificateAuthority;
  /** That of the issuer. */
  readonly authority: CertificateAuthority;
  readonly issuer: Issuer;
}

/** A Coder server that answers, with its first user. */
export interface StartedServer extends AsyncDisposable {
  readonly api: Api;
  /** The id of its one organization. */
  readonly organization: string;
  /** Why it does not answer any more; `undefined` while it runs. */
  ended(): HarnessFault | undefined;
}

export const hostname = "coder.example.com";

const session = z.object({ session_token: z.string() });
const made = z.looseObject({ organization_id: z.string() });

/**
 * Starts a database and a server in the network, and waits until it takes requests.
 *
 * @throws CannotRunHere `coder-server.postgresql`
 * @throws HarnessFault `coder-server.ended`, `coder-server.answer`, `waiting.limit`
 */
export async function startServer(options: ServerOptions): Promise<StartedServer> {
  const { network, authority, own } = options;
  const leaf = await own.issue([hostname]);
  const trusted = `${authority.certificate}\n${own.certificate}`;
  const spec = serviceSpec({ ...options, ...leaf, hostname, authority: trusted });
  await using started = new AsyncDisposableStack();
  const service = started.use(await network.service(spec));
  const api = started.use(createApi(service.endpoint, () => endOf(service)));
  await poll(
    async () => {
      const ending = endOf(service);
      if (ending !== undefined) throw ending;
      const answer = await api.ask("/healthz").catch(() => undefined);
      if (answer !== undefined && answer.status >= 500)
        throw refused("GET /healthz", answer.status, await answer.text());
      return answer?.status === 200 ? true : undefined;
    },
    { what: "the Coder server to answer", limit: limits.coderReady, log: () => service.errors },
  );
  const password = `first-${crypto.randomUUID()}`;
  const email = "operator@example.com";
  const body = { email, username: "operator", password, trial: false };
  const { organization_id: organization } = await api.demand(made, "/api/v2/users/first", { method: "POST", body });
  const login = { method: "POST", body: { email, password } } as const;
  api.become((await api.demand(session, "/api/v2/users/login", login)).session_token);
  const all = started.move();
  return { api, organization, ended: () => endOf(service), [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function endOf(service: Service): CannotRunHere | HarnessFault | undefined {
  if (service.running()) return undefined;
  const said = lastWordsOf(service.errors);
  if (service.output.includes(endings.database))
    return new CannotRunHere(
      "coder-server.postgresql",
      `PostgreSQL, which the Coder server keeps its data in, did not start or ended: ${said}.`,
      "Try its initdb and postgres by hand as a user that is not root, install another PostgreSQL, or use --coder imitated.",
    );
  if (service.output.includes(endings.terraform))
    return new CannotRunHere(
      "coder-server.terraform",
      `Coder's provisioner cannot run Terraform: ${said}.`,
      "Try `terraform version` by hand, choose another with --terraform, or use --coder imitated.",
    );
  return new HarnessFault(
    "coder-server.ended",
    `The Coder server ended: ${said}.`,
    "Give another full coder binary with --coder-agent, or use --coder imitated.",
  );
}

/** What Coder says of its own end, else the last lines of whichever has ended. */
function lastWordsOf(errors: readonly string[]): string {
  const reason = errors.findLast((line) => line.startsWith("error: "));
  return (reason ?? (errors.slice(-5).join(" | ") || "it said nothing")).trim().replace(/\.$/, "");
}
