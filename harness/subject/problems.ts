import { WrongInput } from "../errors/index.ts";
import { named, quoted } from "../text/index.ts";
import type { WayOut } from "./types.ts";

/** Something of a module's folder cannot be read, or is no file. */
export function unreadable(path: string, why: string, cause?: unknown): WrongInput {
  const remedy = "Give the folder of a Terraform module whose files you may read.";
  return new WrongInput("subject.unreadable", `${named(path)} cannot be hashed: ${why}.`, remedy, { path }, cause);
}

/** A name that no digest can have. */
export function oddName(name: string, why: string): WrongInput {
  const problem = `The module has a file with ${why} in its name: ${quoted(name)}.`;
  return new WrongInput("subject.odd-name", problem, "Rename the file or take it out of the module's folder.", {
    name,
  });
}

/** A link whose target is nothing of the module. */
export function badLink(name: string, why: string): WrongInput {
  const problem = `The module's link ${named(name)} ${why}.`;
  const remedy = "Replace the link with the file itself, or with a relative link to a file of the module.";
  return new WrongInput("subject.link", problem, remedy, { name });
}

const shown = 5;

/** A module with a state, or with what `terraform init` left. */
export function withState(names: readonly string[]): WrongInput {
  const more = names.length > shown ? ` and ${names.length - shown} more` : "";
  const problem = `The module contains state files or .terraform: ${names.slice(0, shown).map(named).join(", ")}${more}.`;
  const remedy = "Delete them, or use a clean copy; `run` and `matrix` leave them out with --ignore-state.";
  return new WrongInput("subject.state", problem, remedy, { names });
}

/** What was copied is not what was hashed. */
export function changed(folder: string): WrongInput {
  const remedy = "Run the command again, and do not change the module meanwhile.";
  return new WrongInput("subject.changed", "The module changed while it was read.", remedy, { folder });
}

/** Terraform would read what nobody gives with the module. */
export function withoutPackage({ from, to }: WayOut): WrongInput {
  const problem = `${named(from)} of the module refers to ${named(to)}, outside of the module's folder.`;
  const remedy =
    "Give the package that has both with --module PACKAGE//FOLDER; in a git repository, that is the repository.";
  return new WrongInput("subject.outside", problem, remedy, { from, to });
}

/** Terraform would find something else there on another machine. */
export function outsideOfPackage({ from, to }: WayOut, root: string): WrongInput {
  const problem = `${named(from)} of the module refers to ${named(to)}, outside of the package ${named(root)}.`;
  const remedy = "Put it into the package, or give a package that has it with --module PACKAGE//FOLDER.";
  return new WrongInput("subject.outside", problem, remedy, { from, to, root });
}
