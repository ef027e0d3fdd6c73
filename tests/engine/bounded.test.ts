import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runBounded } from "../../harness/coder/agent/bounded.ts";
import { openWorkspace, type Workspace, workingMeans } from "../process/workspace.ts";

const bounds = { milliseconds: 300_000, bytes: 2 ** 20 };

describe("a command of a workspace", () => {
  let workspace: Workspace;
  beforeAll(async () => {
    const [means] = workingMeans;
    expect(means).toBeDefined();
    if (means !== undefined) workspace = await openWorkspace(means);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());

  const run = (script: string, changed: Partial<typeof bounds> = {}) => {
    const { machine } = workspace;
    const command = { argv: ["/bin/sh", "-c", script], environment: machine.environment };
    return runBounded(machine, command, { ...bounds, ...changed });
  };

  test("is left alone within its bounds", async () => {
    expect(await run("echo out; exit 7")).toEqual({ exitCode: 7, stdout: "out\n", stderr: "", output: "out\n" });
  });

  test("is ended when it prints without end, and its first output is kept", async () => {
    const { exceeded, output } = await run("echo first; exec yes");

    expect(exceeded).toBe("bytes");
    expect(output).toMatch(/^first\ny\n/);
    expect(output.length).toBeLessThan(2 * bounds.bytes);
  });

  test.each([
    ["it hangs", "exec sleep infinity"],
    ["it leaves something that holds its output", "sleep infinity & exit 0"],
  ])("is ended when %s", async (_what, script) => {
    expect(await run(script, { milliseconds: 300 })).toMatchObject({ exitCode: 255, exceeded: "milliseconds" });
  });

  test.each([
    ["a script with a NUL", { argv: ["/bin/sh", "-c", "true\0"] }, "fork/exec /bin/sh: invalid argument\n"],
    ["a variable with a NUL", { environment: { A: "\0" } }, "exec: environment variable contains NUL\n"],
    [
      "a script of 128 KiB",
      { argv: ["/bin/sh", "-c", "#".repeat(2 ** 17)] },
      "fork/exec /bin/sh: argument list too long\n",
    ],
    [
      "a variable of 128 KiB",
      { environment: { A: "a".repeat(2 ** 17 - 2) } },
      "fork/exec /bin/true: argument list too long\n",
    ],
  ])("fails where no kernel would start it: %s", async (_what, changes, output) => {
    const command = { argv: ["/bin/true"], environment: {}, ...changes };

    expect(await runBounded(workspace.machine, command, bounds)).toMatchObject({ exitCode: 255, output });
  });

  test("is started with all that a kernel takes", async () => {
    const longest = { argv: ["/bin/sh", "-c", "#".repeat(2 ** 17 - 1)], environment: { A: "a".repeat(2 ** 17 - 3) } };

    expect(await runBounded(workspace.machine, longest, bounds)).toMatchObject({ exitCode: 0, output: "" });
  });
});
