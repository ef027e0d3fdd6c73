import { readFileSync } from "node:fs";
import type { ServiceSpec } from "../../runtime/index.ts";
import type { BareTerraform, TerraformTool } from "../terraform/index.ts";
import type { Postgres } from "./postgres.ts";

/** What a Coder server is started with. */
export interface ServiceParts {
  /** The full program of Coder on this machine. */
  readonly program: string;
  readonly postgres: Postgres;
  readonly terraform: Pick<TerraformTool, "cliConfig" | "reads"> & Pick<BareTerraform, "executable">;
  readonly hostname: string;
  readonly certificate: string;
  readonly privateKey: string;
  /** The authorities that it trusts, beside no others. */
  readonly authority: string;
  readonly issuer: {
    readonly url: string;
    readonly resource: string;
    readonly client: { readonly id: string; readonly secret: string; readonly scopes: string };
  };
}

/** What the program that starts all says on its standard output when one of them ends. */
export const endings = {
  terraform: "ended: Terraform",
  database: "ended: PostgreSQL",
  server: "ended: Coder",
} as const;

const own = "/opt/conformance";
const places = { coder: `${own}/coder/coder`, node: `${own}/node/node`, terraform: `${own}/terraform/terraform` };
/** On the network's loopback address, beside the true one with TLS. */
const port = 3900;

/** Hands each connection of the harness on to the server, which listens at no socket. */
const relay = `
const { createServer, connect } = require("node:net");
createServer((near) => {
  const far = connect(${port}, "127.0.0.1");
  for (const [from, to] of [[near, far], [far, near]]) from.pipe(to).on("error", () => from.destroy());
}).listen(process.argv[1]);
`;

/** Starts the database, the server and the relay. Process 1 of the sandbox: nothing outlives it. */
const script = (programs: string) => `
umask 077
cd {folder}
mkdir -p home cache config socket bin
printf '#!/bin/sh\nGOGC=off GOMEMLIMIT=512MiB exec ${places.terraform} "$@"\n' > bin/terraform
chmod 700 bin/terraform
export PATH={folder}/bin:/usr/local/bin:/usr/bin:/bin
terraform version -json > terraform.log 2>&1 || { cat terraform.log >&2; echo "${endings.terraform}"; exit 1; }
${programs}/initdb --no-sync --auth=trust --username=coder --encoding=UTF8 --locale=C --pgdata=database > initdb.log 2>&1 || {
  cat initdb.log >&2
  echo "${endings.database}"
  exit 1
}
${programs}/postgres -D database -k {folder}/socket -c listen_addresses= -c fsync=off -c full_page_writes=off \\
  -c synchronous_commit=off -c shared_buffers=64MB -c max_connections=60 -c log_min_messages=fatal >&2 &
database=$!
# The last line of this file is what pg_ctl waits for; npm's package has no pg_isready.
until grep -q '^ready' database/postmaster.pid 2> /dev/null; do
  kill -0 $database 2> /dev/null || { echo "${endings.database}"; exit 1; }
  sleep 0.05
done
${places.node} -e "$1" {folder}/api.sock &
${places.coder} server >&2 &
server=$!
wait -n $database $server
kill -0 $database 2> /dev/null && echo "${endings.server}" || echo "${endings.database}"
exit 1
`;

/** A Coder server with its own database and one provisioner daemon, at its true name. */
export function serviceSpec(parts: ServiceParts): ServiceSpec {
  const { hostname, issuer, terraform, postgres } = parts;
  const url = `https://${hostname}`;
  return {
    hostname,
    executable: "/bin/bash",
    args: ["-pc", script(postgres.programs), "coder-server", relay],
    asPerson: true,
    // Coder's clients and agents do not connect if loopback is the only interface.
    needsInterface: true,
    reads: {
      [places.coder]: parts.program,
      [places.node]: process.execPath,
      [places.terraform]: terraform.executable,
      ...Object.fromEntries(terraform.reads.map(({ from, to }) => [to, from])),
      ...postgres.reads,
    },
    environment: {
      HOME: "{folder}/home",
      SSL_CERT_FILE: "{folder}/authority.crt",
      TF_CLI_CONFIG_FILE: "{folder}/terraform.rc",
      CHECKPOINT_DISABLE: "1",
      // As in the harness's own calls of Terraform: it takes a third of a build.
      TF_DISABLE_PLUGIN_TLS: "1",
      ...settings(url),
      CODER_PG_CONNECTION_URL: "postgres://coder@/postgres?host={folder}/socket&sslmode=disable",
      CODER_OIDC_ISSUER_URL: issuer.url,
      CODER_OIDC_CLIENT_ID: issuer.client.id,
      CODER_OIDC_CLIENT_SECRET: issuer.client.secret,
      CODER_OIDC_SCOPES: issuer.client.scopes.replaceAll(" ", ","),
      CODER_OIDC_AUTH_URL_PARAMS: JSON.stringify({ resource: issuer.resource }),
    },
    files: {
      "server.crt": parts.certificate,
      "server.key": parts.privateKey,
      "authority.crt": parts.authority,
      // The user of this sandbox cannot read the run's own file.
      "terraform.rc": readFileSync(terraform.cliConfig, "utf8"),
    },
    port,
    tls: false,
  };
}

/** Nothing of it leaves the network: no telemetry, tunnel, update check, STUN or login at GitHub. */
function settings(url: string): Readonly<Record<string, string>> {
  return {
    CODER_ACCESS_URL: url,
    CODER_HTTP_ADDRESS: `127.0.0.1:${port}`,
    CODER_TLS_ENABLE: "true",
    CODER_TLS_ADDRESS: "{address}:443",
    CODER_TLS_CERT_FILE: "{folder}/server.crt",
    CODER_TLS_KEY_FILE: "{folder}/server.key",
    CODER_CONFIG_DIR: "{folder}/config",
    CODER_CACHE_DIRECTORY: "{folder}/cache",
    CODER_TELEMETRY_ENABLE: "false",
    CODER_UPDATE_CHECK: "false",
    CODER_DERP_SERVER_STUN_ADDRESSES: "disable",
    CODER_OAUTH2_GITHUB_DEFAULT_PROVIDER_ENABLE: "false",
    CODER_OIDC_ALLOW_SIGNUPS: "true",
    // The issuer's JWT is for Vault: it is no token for the issuer's own userinfo.
    CODER_OIDC_IGNORE_USERINFO: "true",
    CODER_PROVISIONER_DAEMONS: "2",
    CODER_PROVISIONER_DAEMON_POLL_INTERVAL: "100ms",
    CODER_PROVISIONER_DAEMON_POLL_JITTER: "10ms",
    CODER_DANGEROUS_DISABLE_RATE_LIMITS: "true",
    CODER_ALLOW_WORKSPACE_RENAMES: "true",
    CODER_PPROF_ENABLE: "false",
    CODER_PROMETHEUS_ENABLE: "false",
    CODER_TEMPLATE_INSIGHTS_ENABLE: "false",
  };
}
