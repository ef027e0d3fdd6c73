import { join } from "node:path";
import { expect, test } from "vitest";
import { listenForInterruption } from "../../harness/cli/interruption.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { complaintsOf } from "../../tools/conformance/complaints.ts";
import { tryTogether } from "../../tools/conformance/together.ts";
import { conformingModules } from "../../tools/conforming/modules.ts";

const coldCache = 2_400_000;

/** Of so many modules every requirement tries this many, other ones than the requirement before. `npm run conforming` tries all of them. */
const modulesEach = 3;

const ids = requirements.filter(({ derived }) => derived === undefined).map(({ id }) => id);

/** What watches every start is tried against every module. */
const watched = requirements.filter(({ everyStart }) => everyStart).map(({ id }) => id);

/** The requirements that try the module at a place among so many. */
function requirementsOf(at: number, modules: number): readonly string[] {
  return ids.filter((id, place) => watched.includes(id) || (place + at) % modules < modulesEach);
}

test(
  "correct modules pass, whatever way, language and programs they are built with",
  async () => {
    const names = await conformingModules();
    const modules = names.map((name, at) => ({
      name,
      source: join(packageFolder, "fixtures/conforming", name),
      only: requirementsOf(at, names.length),
    }));

    const { results } = await tryTogether(modules, {
      runtime: "process",
      token: "custom",
      interruption: listenForInterruption(),
    });

    expect(new Set(results.map(({ subject }) => subject))).toEqual(new Set(names));
    const complaints = results.flatMap((result) => complaintsOf([result]).map((said) => `${result.subject}: ${said}`));
    expect(complaints).toEqual([]);
  },
  coldCache,
);
