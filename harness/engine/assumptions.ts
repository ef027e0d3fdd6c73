import type { Site } from "./site.ts";
import type { Assumption } from "./stage.ts";
import { failAs } from "./verdict.ts";

/** Terraform builds a workspace with the module. */
export const aBuild: Assumption = {
  requirement: "LOGIN-01",
  isControl: true,
  async show({ coder }) {
    const build = await coder.build({ role: "workspace" });
    if (build.outcome === "refused") failAs("Terraform to build a workspace with the module", build.diagnostics);
    return "";
  },
};

/** What came of a try to show an assumption. */
export interface Shown {
  /** The log of the start that showed it; `""` where none did. */
  readonly log: string;
  /** What was there instead, in a sentence. */
  readonly instead?: string;
  /** Why it could not be tried. */
  readonly unsupported?: string;
}

/** Who tries an assumption. */
export interface Trial {
  readonly site: Site;
  /** The subject and the kind of token. */
  readonly who: string;
  readonly run: (assumption: Assumption) => Promise<Shown>;
}

const triedAt = new WeakMap<Site, Map<string, Promise<Shown>>>();
const names = new Map<Assumption, number>();

/** Tries an assumption once for each subject and kind of token of a worker, one after the other: they use the same mounts. */
export function tryOut(assumption: Assumption, { site, who, run }: Trial): Promise<Shown> {
  const tried = triedAt.get(site) ?? new Map<string, Promise<Shown>>();
  triedAt.set(site, tried);
  names.set(assumption, names.get(assumption) ?? names.size);
  const name = `${names.get(assumption)} ${who}`;
  const last = [...tried.values()].at(-1) ?? Promise.resolve();
  const shown = tried.get(name) ?? last.catch(() => undefined).then(() => run(assumption));
  tried.set(name, shown);
  return shown;
}
