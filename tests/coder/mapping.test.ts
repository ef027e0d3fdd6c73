import { describe, expect } from "vitest";
import type { Build } from "../../harness/coder/index.ts";
import { mergeVariables } from "../../harness/coder/templates/merge-variables.ts";
import { started, test } from "./roots.ts";

describe("what agents are told", () => {
  let build: Build & { readonly outcome: "succeeded" };
  let again: typeof build;
  test.beforeAll(async ({ root }) => {
    const { provisioner } = await root("mapping");
    [build, again] = [succeeded(await provisioner.build(started)), succeeded(await provisioner.build(started))];
  });

  test("5.1 a script belongs to the agent that it names, and to none if there is none of that id", () => {
    expect(build.manifests.map(({ agentName, scripts }) => [agentName, scripts.length])).toEqual([
      ["main", 4],
      ["second", 0],
    ]);
    expect(build.leftOut).toContain("coder_script.for_nobody: its agent_id is that of no agent that is attached");
  });

  test("5.2 an agent that only Coder's own resources depend on vanishes with all that is its", () => {
    expect(build.manifests.map(({ agentName }) => agentName)).toEqual(["main", "second"]);
    expect(build.leftOut).toEqual(
      expect.arrayContaining([
        "coder_agent.lonely: nothing depends on it",
        expect.stringMatching(/^coder_script\.lonely: /),
      ]),
    );
  });

  test("5.1 of two agents, people enter the one that modules give something to run", () => {
    expect(build.manifest?.agentName).toBe("main");
    expect(build.manifest).toMatchObject({ directory: "~/project", workspaceName: "sparrow" });
  });

  test("5.3 5.8 the agent's own scripts come first, then all others by address; names may be the same", () => {
    expect(build.manifest?.scripts.map(({ displayName, text }) => [displayName, text])).toEqual([
      ["Startup Script", "echo up"],
      ["Shutdown Script", "echo down"],
      ["Same name", "echo a"],
      ["Same name", "echo b"],
    ]);
  });

  test("5.8 they have logs of their own, and block logins if they are told to", () => {
    expect(build.manifest?.scripts.slice(0, 2)).toMatchObject([
      { logPath: "coder-startup-script.log", startBlocksLogin: true, runOnStart: true, runOnStop: false },
      { logPath: "coder-shutdown-script.log", startBlocksLogin: false, runOnStart: false, runOnStop: true },
    ]);
  });

  test("2.3 a script is told as it is written", () => {
    expect(build.manifest?.scripts[2]).toMatchObject({
      runOnStart: true,
      runOnStop: true,
      startBlocksLogin: true,
      timeout: 30,
      cron: "0 0 8 * *",
      logPath: "~/a.log",
    });
  });

  test("5.4 5.6 the last variable of a name wins, by address, and the agent's own before all", () => {
    expect(build.manifest?.environment).toEqual({ SHARED: "b", OF_AGENT: "agent", ALSO_OF_AGENT: "agent" });
  });

  test("5.9 each build has log sources of its own", () => {
    const sources = [build, again].flatMap(({ manifest }) => manifest?.scripts.map(({ logSource }) => logSource) ?? []);
    expect(new Set(sources).size).toBe(8);
  });
});

test("5.1 a template without an agent has nobody to tell anything", async ({ root }) => {
  const build = await (await root("data")).provisioner.build(started);

  expect(build).toMatchObject({ outcome: "succeeded", manifests: [], manifest: undefined, leftOut: [] });
});

test("5.2 an external agent attaches its agent, other resources of Coder's own do not", async ({ root }) => {
  const build = succeeded(await (await root("external")).provisioner.build(started));

  expect(build.manifests.map(({ agentName }) => agentName)).toEqual(["elsewhere"]);
  expect(build.leftOut).toEqual(["coder_agent.lonely: nothing depends on it"]);
});

test.for([
  ["underscore", 'agent name "under_score" contains underscores'],
  ["twins", 'duplicate agent name "main"'],
])("5.10 a template with the agents of %s is refused", async ([name, diagnostics], { root }) => {
  const build = await (await root(name ?? "")).provisioner.build(started);

  expect(build).toMatchObject({ outcome: "refused", diagnostics: expect.stringContaining(diagnostics ?? "") });
});

describe("variables of one name", () => {
  const of = (...entries: readonly (readonly [value: string, strategy?: string])[]) =>
    mergeVariables(entries.map(([value, merge_strategy]) => ({ name: "PATH", value, merge_strategy })));

  test.for([
    [of(["old"], ["new", "append"]), "old:new"],
    [of(["old"], ["new", "prepend"]), "new:old"],
    [of(["", "append"], ["new", "append"]), "new"],
    [of(["old"], ["new", "replace"]), "new"],
    [of(["old"], ["new", ""]), "new"],
    [of(["old", "error"], ["new", "replace"]), "new"],
  ] as const)("5.5 are merged each in its own way: %j", ([merged, value]) => {
    expect(merged).toEqual({ variables: { PATH: value } });
  });

  test("5.5 are refused where one of them says so and comes later", () => {
    expect(of(["old"], ["new", "error"])).toEqual({ problem: "duplicate env var PATH" });
  });

  test("5.7 know nothing of the workspace's own", () => {
    expect(of(["/a", "append"], ["/b", "append"], ["/c", "append"])).toEqual({ variables: { PATH: "/a:/b:/c" } });
  });
});

function succeeded(build: Build): Build & { readonly outcome: "succeeded" } {
  if (build.outcome === "refused") throw new Error(build.diagnostics);
  return build;
}
