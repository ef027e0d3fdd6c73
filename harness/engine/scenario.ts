import { test as base, describe, inject, type TestContext } from "vitest";
import { type Requirement, requirements, type ScenarioDeclaration } from "../../scenarios/requirements.ts";
import { HarnessFault } from "../errors/index.ts";
import type { ReleaseServer } from "../releases/index.ts";
import { isTriedAgainst, type SubjectSettings, type TokenKind } from "../run/index.ts";
import { describeFailure } from "./failure.ts";
import { lackingProgram } from "./lacking-program.ts";
import { redactorOf } from "./secrets.ts";
import { openSite, type Site } from "./site.ts";
import { type CoderStage, openCoderStage, openVaultStage, type VaultStage } from "./stages/index.ts";
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

const test = base.extend<{ $worker: { site: Site } }>({
  site: [
    async ({}, use) => {
      await using site = await openSite(inject("run"));
      await use(site);
    },
    { scope: "worker" },
  ],
});

type Body = (stage: Stage) => Promise<void>;

/**
 * Registers what shows that a requirement of the catalogue holds. Title, tokens and needs are the catalogue's; a
 * requirement with several files names the one that this is.
 * @throws HarnessFault `scenario.undeclared` for what the catalogue does not list
 */
export function scenario(id: string, body: Body): void;
export function scenario(id: string, file: string, body: Body): void;
export function scenario(id: string, ...[first, second]: [Body] | [string, Body]): void {
  const [file, body] = typeof first === "string" ? [first, second] : [undefined, first];
  if (body === undefined) throw undeclared(id, file);
  register(declared(id, file), body);
}

interface Declared {
  readonly requirement: Requirement;
  readonly declaration: ScenarioDeclaration;
}

function declared(id: string, file: string | undefined): Declared {
  const requirement = requirements.find((one) => one.id === id);
  const { scenarios = [] } = requirement ?? {};
  const fitting = scenarios.filter((one) => file === undefined || one.file.endsWith(`/${file}`));
  const [declaration] = fitting;
  if (requirement === undefined || declaration === undefined || fitting.length > 1) throw undeclared(id, file);
  return { requirement, declaration };
}

function undeclared(id: string, file: string | undefined): HarnessFault {
  return new HarnessFault(
    "scenario.undeclared",
    `The catalogue lists no single scenario ${[id, ...(file === undefined ? [] : [file])].join(" ")}.`,
    "Add it to `scenarios/requirements/`, or correct its id; a requirement with several files needs the file's name too.",
    { id, file },
  );
}

function register({ requirement: { id, title, tokens }, declaration }: Declared, body: Body): void {
  const { subjects, tokensOf } = inject("run");
  const isWanted = (token: TokenKind) => tokensOf?.[id]?.includes(token) ?? true;
  const wanted = tokens.filter((token) => token === "none" || isWanted(token));
  for (const subject of subjects.filter((one) => isTriedAgainst(one, id))) {
    // One subject after the other, also where a subject's tokens are played beside each other.
    describe(subject.name, () => {
      for (const token of wanted) {
        const label = token === "none" ? "" : ` [${token}]`;
        const name = `${id} ${title}${label}${subjects.length === 1 ? "" : ` of ${subject.name}`}`;
        const meta = { subject: subject.name, requirement: id, token } as const;
        test(name, { meta, concurrent: declaration.waits ?? false }, async ({ site, task, skip }) => {
          const kind = token === "none" ? "custom" : token;
          const lacking = await lackingOf(subject, { site, kind, declaration });
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
  { site, kind, declaration }: Pick<Play, "site" | "kind"> & Pick<Declared, "declaration">,
): Promise<string | undefined> {
  const needed = [...(declaration.inputs ?? []), ...(kind === "custom" ? ["vault_jwt_token"] : [])];
  const missing = needed.find((name) => !variables.includes(name));
  if (missing !== undefined) return `the module declares no input ${missing}`;
  return (await lackingProgram(site, declaration)) ?? (await lackingFeature(site, kind, declaration.needs));
}

async function lackingFeature(
  site: Site,
  kind: TokenKind,
  needs: ScenarioDeclaration["needs"] = [],
): Promise<string | undefined> {
  if (!needs.includes("namespaces")) return undefined;
  await using vault = await openVaultStage(site, kind);
  const { name, version } = vault.program;
  return (await vault.hasNamespaces()) ? undefined : `${name} ${version} has no namespaces: it refuses to make one`;
}

/** Gives the reason if the scenario finds that it cannot be played. */
async function play(
  { site, kind: token, subject }: Play,
  body: Body,
  task: TestContext["task"],
): Promise<string | undefined> {
  await using vault = await openVaultStage(site, token);
  await using coder = await openCoderStage({ site, kind: token, subject }, vault.address);
  // What it has made by then, where it does not come to its end.
  task.meta.secrets = coder.secrets;
  const note = (sentence: string) => {
    task.meta.notes = [...(task.meta.notes ?? []), redactorOf(site, coder.secrets).text(sentence)];
  };
  try {
    await body({ token, vault, coder, releases: site.releases, site, note });
    return undefined;
  } catch (error) {
    if (error instanceof Unsupported) return error.message;
    for (const bound of await coder.reached().catch(() => [])) note(`The workspace reached its limit of ${bound}.`);
    task.meta.failure = await describeFailure(error, site, vault, coder);
    throw error;
  } finally {
    task.meta.secrets = [...coder.secrets, ...(await vault.secrets())];
  }
}
