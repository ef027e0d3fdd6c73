import type { Agent } from "../../coder/agent/index.ts";
import type { Finding } from "../../model/index.ts";
import type { Machine } from "../../runtime/index.ts";
import { findingsOf, type StartWatch } from "../starts/index.ts";
import type { VaultStage } from "./vault-stage.ts";

/** A start that has ended, and the watch over it. */
interface Ended {
  /** What it is called in a finding. */
  readonly what: string;
  readonly machine: Machine;
  readonly agent: Agent;
  readonly jwt: string;
  /** What Vault received during it. */
  readonly requests: readonly Request[];
  readonly watch: StartWatch;
  /** That it may look up. */
  readonly hosts: ReadonlySet<string>;
  /** That have no need of the JWT and were sent it. */
  readonly recipients: readonly string[];
}

type Request = Awaited<ReturnType<VaultStage["requests"]>>[number];

/** What a start did and must not do. */
export async function findingsIn(vault: VaultStage, ended: Ended): Promise<readonly Finding[]> {
  const { what, machine, agent, jwt, requests, watch, hosts, recipients } = ended;
  const seen = watch.seen();
  if (seen === undefined) return [];
  const logins = requests.filter(({ path }) => /^auth\/.+\/login$/s.test(path));
  const accepted = logins.filter(({ accessor }) => accessor !== undefined);
  const refused = logins.filter(({ refusal }) => refusal !== undefined);
  const scripts = agent.scripts.filter(({ script }) => script.isOfSubject);
  const texts = [
    ...seen.sessions.after.map(({ environment }) => environment.VAULT_TOKEN ?? ""),
    ...seen.watched.changes.map(({ after }) => after?.content?.toString("latin1") ?? ""),
  ];
  return findingsOf({
    ...seen,
    what,
    home: machine.home,
    jwt,
    hosts,
    recipients,
    tokens: logins.flatMap(({ issued }) => issued ?? []),
    logins: { accepted: accepted.length, refused: refused.length },
    forgotten: await forgottenOf(vault, agent, {
      accessors: [...new Set(requests.flatMap(({ accessor }) => accessor ?? []))],
      texts: [...texts, ...tokensThatFail(requests)],
    }),
    scripts: scripts.length,
    log: scripts.map(({ log }) => log).join("\n"),
    texts: agent.scripts.map(({ script }) => script.text),
  });
}

/**
 * Tokens that the server itself gave and then cannot serve, such as with a claim that it does not fill into a policy: no module
 * can keep or revoke one. A lookup that is denied, as in another namespace, is the module's own.
 */
function tokensThatFail(requests: readonly Request[]): readonly string[] {
  const lookups = requests.filter(({ path }) => path === "auth/token/lookup-self");
  return lookups.flatMap(({ token, refusal = "permission denied" }) =>
    token === undefined || refusal.includes("permission denied") ? [] : [token],
  );
}

/** Vault's and OpenBao's tokens by their form. */
const tokenForm = /\b(?:hv[sb]|[sb])\.[A-Za-z0-9_.-]{20,}/g;

interface Given {
  readonly accessors: readonly string[];
  /** What shells have and files hold. */
  readonly texts: readonly string[];
}

/** Accessors of tokens that are alive, and that neither a shell, nor a file, nor the CLI's token helper has. */
async function forgottenOf(vault: VaultStage, agent: Agent, { accessors, texts }: Given): Promise<readonly string[]> {
  if (accessors.length === 0) return [];
  const tokens = new Set(texts.flatMap((text) => text.match(tokenForm) ?? []));
  const left = await without(accessors, [...tokens], vault);
  if (left.length === 0) return [];
  const { stdout } = await agent.terminal("vault print token 2> /dev/null");
  return await without(left, stdout.match(tokenForm) ?? [], vault);
}

/** Those of some accessors that are alive and belong to none of the tokens. */
async function without(accessors: readonly string[], tokens: readonly string[], vault: VaultStage): Promise<string[]> {
  const held = new Set<unknown>();
  for (const token of tokens) held.add((await vault.lookup(token))?.accessor);
  const alive: string[] = [];
  for (const accessor of accessors.filter((one) => !held.has(one))) {
    const { status } = await vault.api.ask("POST", "auth/token/lookup-accessor", { accessor });
    if (status < 400) alive.push(accessor);
  }
  return alive;
}
