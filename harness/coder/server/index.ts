import {
  type CertificateAuthority,
  type ClaimChanges,
  createCertificateAuthority,
  type Issuer,
} from "../../identity/index.ts";
import type { Network } from "../../runtime/index.ts";
import type { StartAgent } from "../agent/index.ts";
import { startRealAgent } from "../control-plane/index.ts";
import type { Template } from "../lay-out.ts";
import type { Provisioner } from "../provisioner.ts";
import type { TerraformTool } from "../terraform/index.ts";
import type { Owner } from "../types.ts";
import { createPeople, type Signed } from "./people.ts";
import { findPostgres } from "./postgres.ts";
import { type BuiltAgent, createServerProvisioner } from "./provisioner.ts";
import { createClient } from "./ssh.ts";
import { startServer } from "./start.ts";
import { toldByServer } from "./told.ts";

export { findPostgres } from "./postgres.ts";

/** A real Coder server of a network, with its provisioner daemons. */
export interface CoderServer extends AsyncDisposable {
  /** Signs a person in at the issuer; Coder gives their workspaces the token of their last sign-in. */
  signIn(person: Omit<Owner, "oidcAccessToken">, claims?: ClaimChanges): Promise<Signed>;
  /** Builds of one workspace, by the server's own provisioner. */
  provisioner(tool: TerraformTool, template: Template, folder: string): Promise<Provisioner>;
  /** Starts Coder's own agent, which connects to the server. */
  readonly startAgent: StartAgent;
}

/** What a Coder server is made with. */
export interface CoderServerOptions {
  /** The full program of Coder on this machine. */
  readonly program: string;
  readonly terraform: Pick<TerraformTool, "executable" | "cliConfig" | "reads">;
  readonly network: Network;
  readonly authority: CertificateAuthority;
  readonly issuer: Issuer;
}

/**
 * Starts PostgreSQL and a Coder server in a network, which the issuer is already a part of.
 *
 * @throws CannotRunHere `coder-server.postgresql`
 * @throws HarnessFault `coder-server.ended`, `coder-server.answer`, `waiting.limit`
 */
export async function startCoderServer(options: CoderServerOptions): Promise<CoderServer> {
  const { program, network, issuer } = options;
  const own = await createCertificateAuthority();
  const server = await startServer({ ...options, own, postgres: findPostgres() });
  const { api, organization } = server;
  const people = createPeople(api, issuer, organization);
  const agents = new Map<string, BuiltAgent>();
  const client = createClient(network, program, own.certificate);
  const builder = {
    api,
    organization,
    people,
    alone: oneAfterTheOther(),
    onAgent: (agent: BuiltAgent) => void agents.set(agent.token, agent),
  };
  const plane = {
    certificate: own.certificate,
    expect(manifest: Parameters<StartAgent>[1]) {
      const agent = agents.get(manifest.agentToken);
      if (agent === undefined) throw new TypeError("only what was built is started");
      const { probe, address, session } = agent;
      const whole = { ...manifest, scripts: [...manifest.scripts, probe] };
      return {
        told: toldByServer(server, agent, whole),
        probe,
        command: (text: string) => client.ssh(address, session, text),
        [Symbol.dispose]: () => {},
      };
    },
  };
  return {
    signIn: people.signIn,
    provisioner: (tool, template, folder) => createServerProvisioner(builder, tool, template, folder),
    startAgent: (...given) => startRealAgent(plane, ...given),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Coder keeps one token of each person, which the next sign-in replaces. */
function oneAfterTheOther(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const mine = last.then(run, run);
    last = mine.catch(() => {});
    return mine;
  };
}
