import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "../../fixtures/idle/kept.ts";
import { listenForInterruption } from "../../harness/cli/interruption.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { tryTogether } from "../../tools/conformance/together.ts";
import { inTurn } from "./in-turn.ts";

const names = Object.keys(kept);

test("modules that do nothing pass only what they keep, and fail to log in", async () => {
  const keptBy = (name: string) => Object.keys(kept[name] ?? {});
  const modules = names.map((name, at) => ({
    name,
    source: join(packageFolder, "fixtures/idle", name),
    only: [...inTurn(at, names), ...keptBy(name), "LOGIN-01"],
  }));
  using interruption = listenForInterruption();

  const { results } = await tryTogether(modules, {
    runtime: "process",
    token: "custom",
    interruption,
  });

  const of = (name: string, outcome: string) =>
    new Set(results.filter((one) => one.subject === name && one.outcome === outcome).map((one) => one.requirement));
  for (const name of names) {
    expect([...of(name, "pass")].toSorted(), name).toEqual(keptBy(name).toSorted());
    expect(of(name, "fail"), name).toContain("LOGIN-01");
    expect(of(name, "error"), name).toEqual(new Set());
  }
}, 1_800_000);
