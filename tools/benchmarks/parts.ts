import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startAgent } from "../../harness/coder/agent/index.ts";
import { createProvisioner, type Owner } from "../../harness/coder/index.ts";
import { createCertificateAuthority, createIssuer, createSigner } from "../../harness/identity/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { planScenarios, wantedCell } from "../../harness/plan/index.ts";
import { createReleaseServer } from "../../harness/releases/index.ts";
import { prepareRun } from "../../harness/run/index.ts";
import { openRuntime } from "../../harness/runtime/index.ts";
import { runMarker } from "../../harness/runtime/scope/index.ts";
import { startServer } from "../../harness/vault/index.ts";
import { agentOverhead, buildOverhead } from "./coder.ts";
import { type Row, timed } from "./measure.ts";

const realCli = "/opt/conformance/vault";
const customIssuer = "https://code.example.com";
const audience = "https://vault.example.com";
const owner: Owner = {
  id: randomUUID(),
  name: "ada",
  fullName: "Ada Lovelace",
  email: "ada@example.com",
  groups: ["Everyone"],
  loginType: "password",
  oidcAccessToken: "",
};

/** What one scenario consists of, each part measured by itself, one after the other, in the process runtime. */
export async function parts(runs: number): Promise<readonly Row[]> {
  const samples = new Map<string, number[]>();
  const measure = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    const { value, took } = await timed(run);
    samples.set(what, [...(samples.get(what) ?? []), took]);
    return value;
  };
  const overheads: Overhead[] = [];
  for (let run = 0; run < runs; run += 1) overheads.push(await onePass(measure));
  return [
    ...[...samples].map(([what, took]) => ({ what, samples: took, unit: "ms" as const })),
    {
      what: "the provisioner's build, over a bare `terraform apply`",
      samples: overheads.map(({ build }) => build),
      unit: "ms",
      bound: 200,
    },
    {
      what: "from an agent's start to its first shell, over the script",
      samples: overheads.map(({ agent }) => agent),
      unit: "ms",
      bound: 150,
    },
  ];
}

type Measure = <T>(what: string, run: () => Promise<T>) => Promise<T>;

/** Milliseconds that the harness takes beside what it has to run. */
interface Overhead {
  readonly build: number;
  readonly agent: number;
}

async function onePass(measure: Measure): Promise<Overhead> {
  await using run = await measure("preparation, terraform init included", () =>
    prepareRun({ cells: [{ wanted: wantedCell(), scenarios: planScenarios() }], progress: () => {} }),
  );
  const settings = run.cells[0]?.settings;
  const subject = settings?.subjects[0];
  if (settings === undefined || subject === undefined)
    throw new Error("a run with the defaults has one cell and one subject");
  const authority = await createCertificateAuthority();
  const signer = await createSigner();
  await using network = await measure("network", async () => (await openRuntime(settings)).network());
  await using issuer = await measure("issuer", () => createIssuer({ authority }));
  await using releases = await createReleaseServer({ authority, archives: { cli: realCli } });
  await network.publish({ server: issuer.server, names: [new URL(issuer.url).hostname] }, releases);
  await using server = await measure("server", () => startServer({ program: settings.server, network, authority }));
  await measure("mount and role", async () => {
    await server.client.demand("POST", "sys/auth/jwt", { type: "jwt" });
    const trust = { jwt_validation_pubkeys: [signer.publicKeyPem], bound_issuer: customIssuer };
    await server.client.demand("POST", "auth/jwt/config", trust);
    const role = { role_type: "jwt", user_claim: "sub", bound_audiences: [audience] };
    await server.client.demand("POST", "auth/jwt/role/workspace", role);
  });
  const tool = { ...settings.terraform, temporary: settings.folder, marker: runMarker(settings.id) };
  const folder = join(settings.folder, "bench");
  await mkdir(folder);
  const provisioner = await createProvisioner(tool, { folder: subject.template }, join(folder, "workspace"));
  const issued = Math.floor(Date.now() / 1000);
  const jwt = await signer.sign({ iss: customIssuer, aud: audience, sub: owner.id, iat: issued });
  const inputs = {
    agent_id: { expression: "coder_agent.main.id" },
    vault_addr: server.address,
    vault_jwt_role: "workspace",
    vault_jwt_token: jwt,
  };
  const template = { id: randomUUID(), name: "linux", version: "v1" };
  const workspace = { id: randomUUID(), name: "bench", accessUrl: "https://coder.example.com", template };
  const build = await measure("Terraform: plan, apply and show", () =>
    provisioner.build({ owner, workspace, transition: "start", instances: [inputs] }),
  );
  if (build.outcome !== "succeeded" || build.manifest === undefined) throw new Error(`no build in ${packageFolder}`);
  const { manifest } = build;
  await using machine = await measure("machine", () =>
    network.machine({
      kind: settings.agent,
      trustedCertificates: authority.certificate,
      executables: { [realCli]: settings.server.path },
    }),
  );
  const agent = await measure("script", () => startAgent(machine, manifest));
  if (agent.lifecycle !== "ready") throw new Error(agent.scripts.map(({ log }) => log).join("\n"));
  await measure("shell", () => agent.terminal("vault token lookup"));
  const change = { owner, workspace, transition: "start", instances: [inputs] } as const;
  return {
    build: await buildOverhead(tool, { template: { folder: subject.template }, folder, change }),
    agent: await agentOverhead(machine, manifest),
  };
}
