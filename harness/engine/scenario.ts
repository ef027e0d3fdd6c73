import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";
import { test as base, describe, inject, type TestContext } from "vitest";
import { type Requirement, requirements, type ScenarioDeclaration } from "../../scenarios/requirements.ts";
import type { TemplatePart } from "../coder/index.ts";
import { HarnessFault } from "../errors/index.ts";
import type { Finding } from "../model/index.ts";
import { packageFolder } from "../package/index.ts";
import { scenarioName } from "../plan/index.ts";
import { isTriedAgainst, type SubjectSettings, type TokenKind } from "../run/index.ts";
import { aBuild, type Shown, type Trial, tryOut } from "./assumptions.ts";
import { describeFailure, isVerdict } from "./failure.ts";
import { lackingProgram } from "./lacking-program.ts";
import { redactorOf } from "./secrets.ts";
import { openSite, type Site } from "./site.ts";
import type { Assumption, OpenStage, Stage } from "./stage.ts";
import { openCoderStage, openVaultStage } from "./stages/index.ts";
import { blameTemplate, toldIn } from "./template/index.ts";
import { Blocked, Unsupported } from "./verdict.ts";

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
    `${callerPlace()}: the catalogue lists no single scenario ${[id, ...(file === undefined ? [] : [file])].join(" ")}.`,
    "Add it to `scenarios/requirements/`, or correct its id; a requirement with several files needs the file's name too.",
    { id, file },
  );
}

/** The file and the line from which this module was called, such as `scenarios/path/default.test.ts:4`. */
function callerPlace(): string {
  const caller = getCallSites().find(
    ({ scriptName }) => scriptName.startsWith("file:") && scriptName !== import.meta.url,
  );
  if (caller === undefined) return "A scenario file";
  return `${relative(packageFolder, fileURLToPath(caller.scriptName))}:${caller.lineNumber}`;
}

function register({ requirement: { id, title, tokens }, declaration }: Declared, body: Body): void {
  const { subjects, tokensOf } = inject("run");
  const isWanted = (token: TokenKind) => tokensOf?.[id]?.includes(token) ?? true;
  const wanted = tokens.filter((token) => token === "none" || isWanted(token));
  const own = { requirement: id, scenario: scenarioName(declaration.file) };
  for (const subject of subjects.filter((one) => isTriedAgainst(one, own))) {
    const concurrent = declaration.waits ?? false;
    describe(subject.name, { concurrent }, () => {
      for (const token of wanted) {
        const label = token === "none" ? "" : ` [${token}]`;
        const name = `${id} ${own.scenario}${label}${subjects.length === 1 ? "" : ` of ${subject.name}`}: ${title}`;
        const meta = { subject: subject.name, requirement: id, token } as const;
        test(name, { meta }, async ({ site, task, skip }) => {
          const place = { site, kind: kindOf(token, subject), subject };
          const lacking = await lackingOf(place, declaration);
          if (lacking !== undefined) skip(lacking);
          const ending = await runAndBlame(place, { id, body }, task.meta);
          if (ending.unsupported !== undefined) skip(ending.unsupported);
          if (ending.blocked !== undefined) {
            task.meta.blockedBy = ending.blocked.by;
            skip(ending.blocked.reason);
          }
        });
      }
    });
  }
}

/** A scenario that needs any token takes the owner's where the module has no input for another. */
function kindOf(token: TokenKind | "none", { variables }: SubjectSettings): TokenKind {
  if (token !== "none") return token;
  return variables.includes("vault_jwt_token") ? "custom" : "oidc";
}

/** Where a scenario runs, and with what. */
interface Place {
  readonly site: Site;
  readonly kind: TokenKind;
  readonly subject: SubjectSettings;
  /** What the user's template itself gave the workspaces goes there. */
  readonly told?: TemplatePart[];
}

/** Why a scenario is unsupported, in words. */
async function lackingOf(
  { site, kind, subject: { variables } }: Place,
  declaration: ScenarioDeclaration,
): Promise<string | undefined> {
  const needed = [
    ...(declaration.needsNoLogin ? [] : ["vault_jwt_role"]),
    ...(declaration.inputs ?? []),
    ...(kind === "custom" ? ["vault_jwt_token"] : []),
  ];
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
  return (await vault.hasNamespaces())
    ? undefined
    : `${name} ${version} does not support namespaces: it refuses to create one`;
}

/** How a scenario ended, if it neither passed nor failed. */
interface Ending {
  readonly unsupported?: string;
  readonly blocked?: { readonly by: string; readonly reason: string };
}

interface Registered {
  readonly id: string;
  readonly body: Body;
}

type Meta = TestContext["task"]["meta"];

/** Runs a scenario; where it does not pass because of a part of the user's template, says so. */
async function runAndBlame(place: Place, registered: Registered, meta: Meta): Promise<Ending> {
  const [told, began]: [TemplatePart[], number] = [[], Date.now()];
  const passes = async (subject: SubjectSettings) =>
    await runScenario({ ...place, subject }, registered, {}).then(
      ({ unsupported, blocked }) => unsupported === undefined && blocked === undefined,
      () => false,
    );
  const blame = async () => await blameTemplate({ subject: place.subject, told, began }, passes);
  try {
    const { blocked, ...ending } = await runScenario({ ...place, told }, registered, meta);
    if (blocked === undefined) return ending;
    const { unsupported, sentence } = await blame();
    return unsupported === undefined ? { blocked: { ...blocked, reason: blocked.reason + sentence } } : { unsupported };
  } catch (error) {
    const { failure } = meta;
    if (failure?.isVerdict !== true) throw error;
    const { unsupported, sentence } = await blame();
    if (unsupported !== undefined) return { unsupported };
    meta.failure = { ...failure, diagnosis: failure.diagnosis + sentence };
    throw error;
  }
}

/** Runs a scenario, and tries what it assumes where its verdict rests on that. */
async function runScenario(place: Place, { id, body }: Registered, meta: Meta): Promise<Ending> {
  const assumed: Assumption[] = [];
  const trial = trialOf(place);
  try {
    await withStage({ ...place, assumed }, meta, (stage) => {
      const logOf = async (one: Assumption) => {
        const { log } = await tryOut(one, trial);
        await stage.vault.begin();
        return log;
      };
      const findings = async (...shown: readonly Assumption[]) => {
        const all: Finding[] = [...stage.coder.findings];
        for (const one of shown) all.push(...(await tryOut(one, trial)).findings);
        return all.filter(({ requirement }) => requirement === id);
      };
      return body({ ...stage, logOf, findings });
    });
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message };
    if (error instanceof Blocked) return { blocked: { by: error.by, reason: error.message } };
    const obstacle = isVerdict(error) ? await obstacleOf(assumed, id, trial) : undefined;
    if (obstacle === undefined) throw error;
    const reason = meta.failure?.diagnosis;
    delete meta.failure;
    return obstacle.blocked === undefined || reason === undefined
      ? obstacle
      : { blocked: { ...obstacle.blocked, reason } };
  }
  const controls = assumed.filter(({ isControl }) => isControl);
  return (await obstacleOf(controls, id, trial)) ?? {};
}

function trialOf(place: Place): Trial {
  const { site, kind, subject } = place;
  const kindFor = ({ token }: Assumption) => kindOf(token ?? kind, subject);
  const run = async (one: Assumption): Promise<Shown> => {
    const meta: Meta = {};
    try {
      const log = await withStage({ ...place, kind: kindFor(one), assumed: [] }, meta, one.show);
      return { log, findings: meta.findings ?? [] };
    } catch (error) {
      const findings = meta.findings ?? [];
      if (error instanceof Unsupported) return { log: "", findings, unsupported: error.message };
      if (!isVerdict(error)) throw error;
      return { log: "", findings, instead: meta.failure?.diagnosis ?? "it does not" };
    }
  };
  return { site, who: (one) => [subject.name, kindFor(one), ...(subject.user?.without ?? [])].join(" "), run };
}

/** The first of the assumptions that does not hold. The requirement that is about it rests on itself. */
async function obstacleOf(assumed: readonly Assumption[], id: string, trial: Trial): Promise<Ending | undefined> {
  for (const one of assumed.filter(({ requirement }) => requirement !== id)) {
    const { instead, unsupported } = await tryOut(one, trial);
    if (unsupported !== undefined) return { unsupported };
    if (instead !== undefined) return { blocked: { by: one.requirement, reason: instead } };
  }
  return undefined;
}

/** Runs a body on a Vault and a Coder of its own, and keeps in `meta` what it made, noted and failed with. */
async function withStage<T>(
  { site, kind: token, subject, assumed, told }: Place & { readonly assumed: Assumption[] },
  meta: Meta,
  body: (stage: OpenStage) => Promise<T>,
): Promise<T> {
  await using vault = await openVaultStage(site, token);
  await using coder = await openCoderStage({ site, kind: token, subject }, vault);
  // What it has made by then, where it does not come to its end.
  meta.secrets = coder.secrets;
  const note = (sentence: string) => {
    meta.notes = [...(meta.notes ?? []), redactorOf(site, coder.secrets).text(sentence)];
  };
  const assume = (...more: readonly Assumption[]) => void assumed.push(...more);
  try {
    return await body({ token, vault, coder, releases: site.releases, site, note, assume });
  } catch (error) {
    if (error instanceof Unsupported || error instanceof Blocked) throw error;
    // Whatever a scenario is about, it is about a module that Terraform can build workspaces with.
    if (coder.refusals > 0) assumed.push(aBuild);
    for (const bound of await coder.reached().catch(() => [])) note(`The workspace reached its limit of ${bound}.`);
    meta.failure = await describeFailure(error, site, vault, coder);
    throw error;
  } finally {
    told?.push(...toldIn(coder));
    meta.secrets = [...coder.secrets, ...(await vault.secrets())];
    if (coder.findings.length > 0) meta.findings = redactorOf(site, meta.secrets).value(coder.findings);
  }
}
