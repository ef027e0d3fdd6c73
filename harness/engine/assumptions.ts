import type { Finding } from "../model/index.ts";
import type { Site } from "./site.ts";
import type { Assumption } from "./stage.ts";
import { failAs } from "./verdict.ts";

/** Terraform builds a workspace with something of the module in it. */
export const aBuild: Assumption = {
  requirement: "LOGIN-01",
  isControl: true,
  async show({ coder }) {
    const build = await coder.build({ role: "workspace" });
    if (build.outcome === "refused") failAs("Terraform to build a workspace with the module", build.diagnostics);
    if (build.resources.length === 0) failAs("the module to make something in a workspace", "it makes nothing");
    return "";
  },
};

/** What came of a try to show an assumption. */
export interface Shown {
  /** The log of the start that showed it; `""` where none did. */
  readonly log: string;
  /** What was there instead, in a sentence. */
  readonly instead?: string;
  /** What its starts did beside that. */
  readonly findings: readonly Finding[];
  /** Why it could not be tried. */
  readonly unsupported?: string;
}

/** How a scenario's assumptions are tried. */
export interface Trial {
  readonly site: Site;
  /** The subject and the kind of token that an assumption is tried with, in words. */
  readonly who: (assumption: Assumption) => string;
  readonly run: (assumption: Assumption) => Promise<Shown>;
}

/** What was tried at a site: by how an assumption is shown, and by who tried it. */
type Tried = Map<Assumption["show"], Map<string, Promise<Shown>>>;

const triedAt = new WeakMap<Site, Tried>();

/** Tries an assumption once for each subject and kind of token of a worker, one after the other: they use the same mounts. */
export function tryOut(assumption: Assumption, { site, who, run }: Trial): Promise<Shown> {
  const tried: Tried = triedAt.get(site) ?? new Map();
  const own = tried.get(assumption.show) ?? new Map<string, Promise<Shown>>();
  const before = [...tried.values()].flatMap((one) => [...one.values()]);
  const shown = own.get(who(assumption)) ?? Promise.allSettled(before).then(() => run(assumption));
  triedAt.set(site, tried.set(assumption.show, own.set(who(assumption), shown)));
  return shown;
}
