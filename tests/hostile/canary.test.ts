import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { appendFile, chmod, mkdir, mkdtempDisposable, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poll } from "../../harness/waiting/index.ts";
import type { Words } from "../../tools/hostile/attempt.ts";
import { type Canary, differences, lookAtHost } from "../../tools/hostile/canary.ts";
import { makePlace, type Place } from "../../tools/hostile/place.ts";
import { breachesOfWords } from "../../tools/hostile/words.ts";

describe("the canary sees", () => {
  let place: Place;
  let before: Canary;
  const cleanUp = new AsyncDisposableStack();

  beforeAll(async () => {
    const cache = cleanUp.use(await mkdtempDisposable(join(tmpdir(), "canary-cache-")));
    await writeFile(join(cache.path, "program"), "a program");
    place = cleanUp.use(await makePlace(process.getuid?.() === 0 ? "root" : "user", cache.path));
    before = await lookAtHost(place);
  });
  afterAll(() => cleanUp.disposeAsync());

  const seen = async () => differences(before, await lookAtHost(place));

  test("nothing where nothing happened", async () => {
    await place.refresh();

    expect(await seen()).toEqual([]);
    expect(place.knocks()).toEqual([]);
  });

  test.for<[what: string, act: (at: Place) => Promise<unknown>, line: string]>([
    ["another file", ({ path }) => writeFile(path("caller", "new"), ""), "caller/new came"],
    ["a file less", ({ path }) => rm(path("home", ".netrc")), "home/.netrc went"],
    ["another content", ({ path }) => appendFile(path("home", ".ssh", "id_ed25519"), "x"), "home/.ssh/id_ed25519 was"],
    ["other rights", ({ path }) => chmod(path("beside", "project", "main.tf"), 0o777), "beside/project/main.tf was"],
    ["a link for a file", linkForNotes, "caller/notes.txt was"],
    ["another program in the cache", ({ path }) => appendFile(path("cache", "program"), "x"), "cache/program was"],
    [
      "what a run left",
      ({ path }) => mkdir(path("t", "run")).then(() => writeFile(path("t", "run", "a"), "")),
      "t/run/a came",
    ],
    ["a mark elsewhere", ({ knowledge }) => writeFile(`/tmp/${knowledge.PREFIX}x`, ""), "mark /tmp/"],
    ["a process that was stopped", async ({ victim }) => victim.kill("SIGSTOP"), "the victim was alive and is stopped"],
  ])("%s", async ([, act, line]) => {
    await act(place);

    expect(await seen()).toContainEqual(expect.stringContaining(line));

    await rm(`/tmp/${place.knowledge.PREFIX}x`, { force: true });
    await rm(place.path("t", "run"), { recursive: true, force: true });
    await place.refresh();
  });

  test.for([
    ["the loopback address", (at: Place) => connect(Number(at.knowledge.PORT), "127.0.0.1")],
    ["a socket", (at: Place) => connect(at.knowledge.SOCKET ?? "")],
    ["an abstract socket", (at: Place) => connect(`\0${at.knowledge.ABSTRACT}`)],
  ] as const)("who connects to %s", async ([what, reach]) => {
    const socket = reach(place);
    await once(socket, "connect");
    socket.end("a name\n");

    const heard = await poll(() => place.knocks().find(() => true), { what: "the knock", limit: 5_000 });

    expect(heard).toBe(`${what}: a name`);
  });
});

async function linkForNotes({ path }: Place): Promise<void> {
  await rm(path("caller", "notes.txt"));
  await symlink("/etc/passwd", path("caller", "notes.txt"));
}

test("what outlives a command is found, in whatever session and environment it is", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "keeper-test-"));
  const result = join(folder.path, "survivors");
  const daemon = "setsid env -i sh -c 'exec sleep 50' marked </dev/null >/dev/null 2>&1 & exit 7";
  const keeper = join(import.meta.dirname, "../../tools/hostile/guest/keeper.pl");

  const ended = await execa("perl", [keeper, result, "", "CANARY", "60", "bash", "-c", daemon], { reject: false });

  expect(ended.exitCode).toBe(7);
  expect(await readFile(result, "utf8")).toMatch(/^survivor \d+ sleep 50 *$/m);
  expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toContain("sleep 50\n");
});

const quiet: Words = {
  status: 1,
  stdout: "✗ Does not conform.\n",
  stderr: "",
  files: { "old.txt": "CANARYabc" },
  report: undefined,
  survivors: [],
};
const place = { secret: "CANARYabc", knowledge: { PREFIX: "hm-", CALLER: "/c" } };

test.for<[what: string, words: Partial<Words>, breach: string]>([
  ["a confession", { stdout: "  CONFESSED some-act: read it\n" }, "CONFESSED some-act: read it"],
  ["a secret of the caller", { stderr: "x CANARYabc" }, "stderr has a secret of the caller's"],
  ["a process that is left", { survivors: ["survivor 12 sleep"] }, "left behind: survivor 12 sleep"],
  ["a run that hung", { survivors: ["hang"] }, "the run hung"],
  ["a run that a signal ended", { status: 137 }, "the run ended with 137"],
  ["no report", {}, "there is no sound report.json"],
  [
    "a report that was forged",
    { files: { ...quiet.files, "report.json": '{"forged": "hm-x"}' } },
    "report.json was forged",
  ],
  ["a command for a CI system", { stdout: "x\n::error::y\n" }, "a line of its output is a command for a CI system"],
  ["an escape sequence", { stdout: "\u001b[2J\n" }, "a line of its output has control characters"],
  ["text that turns", { stdout: "\u202ex\n" }, "a line of its output has control characters"],
])("what a run said gives away %s", ([, words, breach]) => {
  const breaches = breachesOfWords({ ...quiet, ...words }, [], place);

  expect(breaches).toContainEqual(expect.stringContaining(breach));
});
