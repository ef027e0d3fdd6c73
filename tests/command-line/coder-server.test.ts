import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCoderServer } from "../../harness/artifacts/coder-agent/index.ts";
import { poll } from "../../harness/waiting/index.ts";
import { sandbox } from "./sandbox.ts";

/** Building it takes minutes: these tests run where it is installed or cached. */
const program = await findCoderServer("real", { offline: true, progress: () => {} }).catch(() => undefined);

const oneScenario = ["--coder", "server", "--only", "LOGIN-01", "--token", "oidc"];

describe.runIf(program !== undefined)("a run on a real Coder server", () => {
  test("passes, says so in its report and leaves nothing behind", async () => {
    await using place = await sandbox();

    const ended = await place.conform([...oneScenario, "--offline", "--out", "reports"]);

    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    expect(ended.stdout).toMatch(/coder\s+\S+ with its server/);
    const report = JSON.parse(await readFile(join(place.folder, "reports/report.json"), "utf8"));
    expect(report.cells[0]).toMatchObject({ coderServer: { name: "coder" }, coderAgent: { name: "coder" } });
    await place.isClean();
  });

  test("leaves nothing behind when it is killed while the server runs", async () => {
    await using place = await sandbox();
    const run = place.start([...oneScenario, "--offline", "--verbose"]);
    await run.says("began LOGIN-01");
    const isUp = async () => ((await place.leftBehind()).some((one) => one.includes("postgres")) ? true : undefined);
    await poll(isUp, { what: "PostgreSQL to run", limit: 60_000 });

    run.kill("SIGKILL");
    await run.ended;

    await place.isClean();
  });
});
