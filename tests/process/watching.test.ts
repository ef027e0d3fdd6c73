import { describe, expect, test } from "vitest";
import { endWatch, watchMachine } from "../../harness/engine/starts/index.ts";
import { becoming, becomingWords, living, livingWords, watched } from "../engine/watching.ts";
import { openWorkspace, workingMeans } from "./workspace.ts";

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  test("every process that lives 20 ms is seen, with its environment", async () => {
    await using workspace = await openWorkspace(means);
    const batches = Array.from({ length: 6 }, (_, batch) => [1, 2, 3, 4, 5].map((index) => `SECRET-${batch}-${index}`));
    const seen = [];
    for (const names of batches) seen.push(...(await watched(workspace.machine, names.map(living))));

    expect(seen.map(({ args }) => args.at(-1))).toEqual(batches.flat());
    expect(seen.map(({ environment }) => environment?.filter((entry) => entry.startsWith("OWN=")))).toEqual(
      batches.flat().map((name) => [`OWN=${name}`]),
    );
  });

  test("a process is seen again as the program that it becomes", async () => {
    await using workspace = await openWorkspace(means);

    const seen = await watched(workspace.machine, [becoming("NAME")]);

    expect(seen.map(({ args }) => [args.length, args.at(-1)])).toEqual([
      [becomingWords, "NAME"],
      [livingWords, "NAME"],
    ]);
    expect(new Set(seen.map(({ pid }) => pid)).size).toBe(1);
  });

  test("arguments are told as they are, of root's processes too", async () => {
    await using workspace = await openWorkspace(means);
    const watch = await watchMachine(workspace.machine, { rest: 1 });
    const odd = ["a b", "", "'\"\n$(x)", "ünï", "x".repeat(4096)];

    await workspace.sh("", { argv: ["sudo", "/bin/sh", "-c", "sleep 0.2; exit 0", ...odd] });

    const seen = (await endWatch(workspace.machine, watch)).processes.filter(
      ({ args }) => args[0] === "/bin/sh" && args[2] === "sleep 0.2; exit 0",
    );
    // What it forks is like it until it runs a program of its own.
    expect(new Set(seen.map(({ args }) => JSON.stringify(args.slice(3))))).toEqual(new Set([JSON.stringify(odd)]));
  });

  test.each([{ without: ["perl", "find", "stat"] }, { kind: "alpine-like" as const }])(
    "%j is watched with what the harness brings",
    async (spec) => {
      await using workspace = await openWorkspace(means, spec);
      const watch = await watchMachine(workspace.machine, { rest: 1 });

      await workspace.sh("", { argv: ["/bin/sh", "-c", "sleep 0.2"] });

      expect((await endWatch(workspace.machine, watch)).processes.map(({ args }) => args.join(" "))).toContain(
        "sleep 0.2",
      );
    },
  );
});
