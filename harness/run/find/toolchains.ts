import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact, ArtifactOptions } from "../../artifacts/index.ts";
import { findSigningProviders, type ProviderMirror } from "../../artifacts/providers/index.ts";
import type { TerraformTool } from "../../coder/index.ts";
import type { UserTemplateRequest } from "../../coder/user-template/index.ts";
import { lend, writeOver } from "../../runtime/confinement/index.ts";
import type { RunScope } from "../../runtime/index.ts";
import type { ReadModule } from "../request.ts";
import type { RunSettings, SubjectSettings } from "../settings.ts";
import { type LaidOut, layOutSubjects } from "./lay-out.ts";

/** What modules are applied with in some of a run's cells. */
interface Tools {
  readonly terraform: Artifact;
  readonly mirror: ProviderMirror;
}

/** A Terraform with its providers, and the modules' templates as it has initialised them. */
export interface Toolchain {
  readonly terraform: RunSettings["terraform"];
  /** Provider to version. */
  readonly providers: Readonly<Record<string, string>>;
  readonly subjects: readonly SubjectSettings[];
  /** What the report has to say of it. */
  readonly notes: readonly string[];
}

export type Toolchains = ReadonlyMap<string, Toolchain>;

/** What the toolchains of a run have in common. */
interface Common {
  readonly modules: readonly ReadModule[];
  readonly tool: Omit<TerraformTool, "executable" | "cliConfig" | "reads">;
  readonly scope: RunScope;
  /** The run's folder. */
  readonly folder: string;
  /** Whether a scenario applies the README's example that signs. */
  readonly signs: boolean;
  readonly signingKey: string;
  /** The user's own folder of providers. */
  readonly providers: string | undefined;
  /** The user's own template. */
  readonly template: UserTemplateRequest | undefined;
}

/**
 * Initialises the templates of all modules once with each Terraform and provider that cells have.
 *
 * @throws WrongInput `module.init`, `providers.broken`
 */
export async function layOutToolchains(
  cells: readonly Tools[],
  common: Common,
  options: ArtifactOptions,
): Promise<Toolchains> {
  const laidOut = new Map<string, Toolchain>();
  for (const [key, tools] of new Map(cells.map((one) => [keyOf(one), one]))) {
    const folder = join(common.folder, `terraform-${laidOut.size}`);
    await mkdir(folder);
    laidOut.set(key, await layOut(tools, { ...common, folder }, options));
  }
  return laidOut;
}

/** The toolchain of a cell. */
export function toolchainOf(toolchains: Toolchains, tools: Tools): Toolchain {
  const found = toolchains.get(keyOf(tools));
  if (found === undefined) throw new TypeError("every cell's toolchain is laid out");
  return found;
}

function keyOf({ terraform, mirror }: Tools): string {
  return JSON.stringify([terraform.path, mirror.folder]);
}

async function layOut({ terraform, mirror }: Tools, common: Common, options: ArtifactOptions): Promise<Toolchain> {
  const { modules, signs, signingKey, folder, providers, template, scope } = common;
  const signingProviders = signs ? await findSigningProviders(mirror, terraform, options) : undefined;
  const { folders } = signingProviders !== undefined && "mirror" in signingProviders ? signingProviders.mirror : mirror;
  const { confinement } = common.tool;
  const tool = {
    ...common.tool,
    executable: terraform.path,
    cliConfig: join(folder, "terraform.tfrc"),
    reads: await lend(scope, confinement, [...folders, await realpath(terraform.path)]),
  };
  await writeOver(confinement, tool.cliConfig, mirror.cliConfig);
  const subjects = await layOutSubjects(modules, {
    tool,
    folder,
    mirror,
    signingKey,
    ownProviders: providers,
    signingProviders,
    userTemplate: template,
    offline: options.offline ?? false,
  });
  return {
    terraform: { executable: tool.executable, cliConfig: tool.cliConfig, reads: tool.reads, confinement },
    providers: (subjects[0]?.mirror ?? mirror).providers,
    subjects: subjects.map(({ subject }: LaidOut) => subject),
    notes: subjects.flatMap(({ notes }) => notes),
  };
}
