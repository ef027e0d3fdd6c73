import { WrongInput } from "../errors/index.ts";
import { named, quoted } from "../text/index.ts";

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

/** A link whose target is no file of the module. */
export function badLink(name: string, why: string): WrongInput {
  const problem = `The module's link ${named(name)} leads ${why}.`;
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
