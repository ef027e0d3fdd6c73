import { join } from "node:path";
import { expect, test } from "vitest";
import { listenForInterruption } from "../../harness/cli/interruption.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { complaintsOf } from "../../tools/conformance/complaints.ts";
import { tryTogether } from "../../tools/conformance/together.ts";
import { conformingModules } from "../../tools/conforming/modules.ts";
import { inTurn } from "./in-turn.ts";

const coldCache = 2_400_000;

/** What watches every start is tried against every module. */
const watching = requirements.filter(({ everyStart }) => everyStart).map(({ id }) => id);

test(
  "correct modules pass, whatever way, language and programs they are built with",
  async () => {
    const names = await conformingModules();
    const modules = names.map((name, at) => ({
      name,
      source: join(packageFolder, "fixtures/conforming", name),
      only: [...inTurn(at, names), ...watching],
    }));
    using interruption = listenForInterruption();

    const { results } = await tryTogether(modules, {
      runtime: "process",
      token: "custom",
      interruption,
    });

    expect(new Set(results.map(({ subject }) => subject))).toEqual(new Set(names));
    const complaints = results.flatMap((result) => complaintsOf([result]).map((said) => `${result.subject}: ${said}`));
    expect(complaints).toEqual([]);
  },
  coldCache,
);
