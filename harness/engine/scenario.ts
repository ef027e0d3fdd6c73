import { test as base, describe, inject, type TestContext } from "vitest";
import type { ReleaseServer } from "../releases/index.ts";
import { isTriedAgainst, type SubjectSettings, type TokenKind } from "../run/index.ts";
import { type CoderStage, openCoderStage } from "./coderStage.ts";
import { describeFailure } from "./failure.ts";
import { lackingProgram } from "./lackingProgram.ts";
import { redactorOf } from "./secrets.ts";
import { openSite, type Site } from "./site.ts";
import { openVaultStage, type VaultStage } from "./vaultStage.ts";
import { Unsupported } from "./verdict.ts";

/** What a scenario gets: a Vault, a Coder, and the kind of token to log in with. */
export interface Stage {
  readonly token: TokenKind;
  readonly vault: VaultStage;
  readonly coder: CoderStage;
  readonly releases: ReleaseServer;
  readonly site: Site;
  /** Says in the report what a reader should know and no verdict says, in a sentence. */
  readonly note: (sentence: string) => void;
}

export interface ScenarioOptions {
  /** One result for each. Default: one result, for what does not depend on where the token comes from. */
  readonly tokens?: readonly TokenKind[];
  /** Inputs that the subject must declare, or the scenario is unsupported. */
  readonly inputs?: readonly string[];
  /** Programs that workspaces must have, or the scenario is unsupported. */
  readonly programs?: readonly string[];
  /** Commands that workspaces must be able to do without, or the scenario is unsupported. */
  readonly without?: readonly string[];
  /** Programs that the harness looks around there with, or the scenario is unsupported. */
  readonly tools?: readonly string[];
  /** What the server must have, or the scenario is unsupported. */
  readonly needs?: readonly ServerFeature[];
  /**
   * It waits for a time limit for most of its time. It runs beside the others, and its tokens beside each other: what
   * they make in Vault must not get in each other's way.
   */
  readonly waits?: true;
}

/** What not every server has; found out by trying. */
export type ServerFeature = "namespaces";

const test = base.extend<{ $worker: { site: Site } }>({
  site: [
    async ({}, use) => {
      await using site = await openSite(inject("run"));
      await use(site);
    },
    { scope: "worker" },
  ],
});

/** Declares one behaviour of the catalogue: `id` and its sentence, and what shows it. */
export function scenario(
  id: string,
  title: string,
  options: ScenarioOptions,
  body: (stage: Stage) => Promise<void>,
): void {
  const { subjects, token: only, tokensOf } = inject("run");
  const isWanted = (token: TokenKind) => (only ?? token) === token && (tokensOf?.[id]?.includes(token) ?? true);
  const wanted = (options.tokens ?? [undefined]).filter((token) => token === undefined || isWanted(token));
  for (const subject of subjects.filter((one) => isTriedAgainst(one, id))) {
    // One subject after the other, also where a subject's tokens are played beside each other.
    describe(subject.name, () => {
      for (const token of wanted) {
        const label = token === undefined ? "" : ` [${token}]`;
        const name = `${id} ${title}${label}${subjects.length === 1 ? "" : ` of ${subject.name}`}`;
        const meta = { subject: subject.name, requirement: id, token: token ?? "none" } as const;
        test(name, { meta, concurrent: options.waits ?? false }, async ({ site, task, skip }) => {
          const kind = token ?? "custom";
          const lacking = await lackingOf(subject, { site, kind, options });
          if (lacking !== undefined) skip(lacking);
          const unplayable = await play({ site, kind, subject }, body, task);
          if (unplayable !== undefined) skip(unplayable);
        });
      }
    });
  }
}

/** Where a scenario plays, and with what. */
interface Play {
  readonly site: Site;
  readonly kind: TokenKind;
  readonly subject: SubjectSettings;
}

/** Why a scenario is unsupported, in words. */
async function lackingOf(
  { variables }: SubjectSettings,
  { site, kind, options }: Pick<Play, "site" | "kind"> & { readonly options: ScenarioOptions },
): Promise<string | undefined> {
  const needed = [...(options.inputs ?? []), ...(kind === "custom" ? ["vault_jwt_token"] : [])];
  const missing = needed.find((name) => !variables.includes(name));
  if (missing !== undefined) return `the module declares no input ${missing}`;
  return (await lackingProgram(site, options)) ?? (await lackingFeature(site, kind, options.needs));
}

async function lackingFeature(
  site: Site,
  kind: TokenKind,
  needs: readonly ServerFeature[] = [],
): Promise<string | undefined> {
  if (!needs.includes("namespaces")) return undefined;
  await using vault = await openVaultStage(site, kind);
  const { name, version } = vault.program;
  return (await vault.hasNamespaces()) ? undefined : `${name} ${version} has no namespaces: it refuses to make one`;
}

/** Gives the reason if the scenario finds that it cannot be played. */
async function play(
  { site, kind: token, subject }: Play,
  body: (stage: Stage) => Promise<void>,
  task: TestContext["task"],
): Promise<string | undefined> {
  await using vault = await openVaultStage(site, token);
  await using coder = await openCoderStage({ site, kind: token, subject }, vault.address);
  try {
    const note = (sentence: string) => {
      task.meta.notes = [...(task.meta.notes ?? []), redactorOf(site, coder.secrets).text(sentence)];
    };
    await body({ token, vault, coder, releases: site.releases, site, note });
    return undefined;
  } catch (error) {
    if (error instanceof Unsupported) return error.message;
    task.meta.failure = await describeFailure(error, site, vault, coder);
    throw error;
  }
}
