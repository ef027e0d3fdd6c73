import { availableParallelism } from "node:os";
import { join } from "node:path";
import pMap from "p-map";
import type { ProviderMirror, SigningProviders } from "../../artifacts/providers/index.ts";
import { checkProviders, prepareTemplate, type TerraformTool } from "../../coder/index.ts";
import { prepareUserTemplate, type UserTemplateRequest } from "../../coder/user-template/index.ts";
import { examplesFolder } from "../readme-example.ts";
import type { ReadModule } from "../request.ts";
import type { SubjectSettings } from "../settings.ts";
import type { SubjectFolder } from "../subject.ts";
import { prepareSigningExample, signedByTheHarness } from "./signing-example.ts";
import { userTemplateNotes } from "./user-template-notes.ts";

/** What the templates of a run are made with. */
export interface TemplateParts {
  readonly tool: TerraformTool;
  /** The run's folder. */
  readonly folder: string;
  readonly mirror: ProviderMirror;
  /** The user's own folder of providers, whose programs may not run here. */
  readonly ownProviders: string | undefined;
  /** `undefined` where no scenario applies the example that signs. */
  readonly signingProviders: SigningProviders | undefined;
  readonly signingKey: string;
  /** The user's own template, in the place of the fixture. */
  readonly userTemplate: UserTemplateRequest | undefined;
  readonly offline: boolean;
}

/** A subject's templates. */
export interface LaidOut {
  readonly subject: SubjectSettings;
  /** The providers that it is applied with. */
  readonly mirror: ProviderMirror;
  /** What the report has to say of it. */
  readonly notes: readonly string[];
}

/**
 * Lays out and initialises the templates that each subject is applied with.
 *
 * @throws WrongInput `module.init`, `providers.broken`
 */
export async function layOutSubjects(
  modules: readonly ReadModule[],
  parts: TemplateParts,
): Promise<readonly LaidOut[]> {
  const initialised = await pMap(
    modules,
    async (module, at) => ({ ...module, at, template: await initialise(module.subject, at, parts) }),
    { concurrency: availableParallelism() },
  );
  const laidOut: LaidOut[] = [];
  // One after the other: the first changes where Terraform looks for providers.
  for (const { at, name, only, subject, settledInputs: inputs, template } of initialised) {
    const { variables } = subject;
    const settings = { name, ...template.settings, variables, inputs, ...(only === undefined ? {} : { only }) };
    const { notes, ...more } = await withSigningExample(settings, at, parts);
    laidOut.push({ ...more, notes: [...template.notes, ...notes] });
  }
  return laidOut;
}

/** An initialised template. */
interface Initialised {
  readonly settings: Pick<SubjectSettings, "template" | "user">;
  readonly notes: readonly string[];
}

async function initialise(subject: SubjectFolder, at: number, parts: TemplateParts): Promise<Initialised> {
  const { tool, userTemplate, ownProviders } = parts;
  const folder = join(parts.folder, "template", String(at));
  if (userTemplate !== undefined) return await initialiseUserTemplate(userTemplate, subject, folder, parts);
  await prepareTemplate(tool, join(examplesFolder, "workspace"), subject, folder);
  if (ownProviders !== undefined) await checkProviders(tool, folder, ownProviders);
  return { settings: { template: folder }, notes: [] };
}

async function initialiseUserTemplate(
  request: UserTemplateRequest,
  subject: SubjectFolder,
  folder: string,
  { tool, offline }: TemplateParts,
): Promise<Initialised> {
  const { user, ...left } = await prepareUserTemplate(tool, request, subject, { folder, offline });
  return { settings: { template: folder, user }, notes: userTemplateNotes(request, user, left) };
}

async function withSigningExample(
  subject: SubjectSettings,
  at: number,
  { tool, folder, mirror, signingProviders, signingKey }: TemplateParts,
): Promise<LaidOut> {
  if (signingProviders === undefined) return { subject, mirror, notes: [] };
  const parts = { folder: join(folder, "signing", String(at)), template: subject.template, signingKey };
  const signing = await prepareSigningExample(tool, signingProviders, parts);
  if ("problem" in signing) return { subject, mirror, notes: [signedByTheHarness(signing.problem)] };
  return { subject: { ...subject, signingTemplate: signing.folder }, mirror: signing.mirror, notes: [] };
}
