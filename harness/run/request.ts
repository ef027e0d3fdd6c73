import type { ArchiveWish } from "../artifacts/index.ts";
import type { Input } from "../coder/index.ts";
import type { UserTemplateRequest } from "../coder/user-template/index.ts";
import type { PlannedCell } from "../plan/index.ts";
import type { OpenRun } from "../runtime/scope/index.ts";
import type { ServerDefectName } from "./server-defects.ts";
import type { SubjectFolder } from "./subject.ts";

/** A module that a run is to try. */
export interface TriedModule {
  /** Tells its results from those of others. */
  readonly name: string;
  /** A folder or a Terraform module source; default: the module that comes with the harness. */
  readonly source?: string;
  /** Values for inputs that the harness does not know. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Only against these requirements; default: all of the run. */
  readonly only?: readonly string[];
}

/** A module that was read. */
export interface ReadModule extends TriedModule {
  readonly subject: SubjectFolder;
  /** {@link TriedModule.inputs} as Terraform takes them. */
  readonly settledInputs: Readonly<Record<string, Input>>;
}

/** What a run does with cells whose parts are not available. */
export type Lenience = "refuse" | "leave out";

/** What a run needs to know. Everything except the cells has a default. */
export interface RunRequest {
  /** Tried one beside the other on the same servers; default: the module that comes with the harness. */
  readonly modules?: readonly TriedModule[];
  readonly cells: readonly PlannedCell[];
  /** What to do with a cell whose server, CLI, Terraform or provider is not available; default: refuse the run. */
  readonly lenience?: Lenience;
  readonly vaultBinary?: string;
  readonly providers?: string;
  readonly cliArchives?: ArchiveWish;
  /** The user's own template that workspaces are built of; default: the harness's. */
  readonly template?: UserTemplateRequest;
  readonly serverDefect?: ServerDefectName;
  /** Leaves states and `.terraform` out of modules; default: a module that contains them is refused. */
  readonly ignoreState?: boolean;
  /** Terraform's plans and applies have the network of this machine; default: they have none. */
  readonly terraformNetwork?: boolean;
  readonly offline?: boolean;
  readonly keep?: boolean;
  /** Opened before, by who has to close it on a signal; default: one of its own. */
  readonly scope?: OpenRun;
  readonly signal?: AbortSignal;
  readonly progress: (message: string) => void;
  /** Told of every step that was taken. */
  readonly detail?: (message: string) => void;
}

/** Whether a run applies the README's example that signs, which takes providers of its own. */
export function signsTheExample({ template, cells }: Pick<RunRequest, "template" | "cells">): boolean {
  const scenarios = cells.flatMap((cell) => cell.scenarios);
  return template === undefined && scenarios.some(({ examples }) => examples.includes("custom-jwt"));
}
