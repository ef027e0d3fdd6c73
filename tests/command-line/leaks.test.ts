import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseReport } from "../../harness/report/index.ts";
import { keySecret, leakNames, writeLeakingModule } from "./leaking-module.ts";
import { oneScenario, sandbox } from "./sandbox.ts";

const redaction = /<redacted:[a-z-]+:[0-9a-f]{6}>/g;
/** In base64, characters at the ends of a secret also hold bits of its neighbours: they stay. */
const mark = /[\w+/]{0,3}<redacted:[a-z-]+:[0-9a-f]{6}>[\w+/]{0,3}={0,2}/g;
/** What was written around a secret. */
const around = /^(?:token=;|"\{\\"a\\":\\"\\"\}"|\{"key":""\}|[\s%]*)$/;
/** How a JWT, a token of Vault and a key start, plain and encoded. */
const recognisable = /eyJ[\w-]{10}|ZXlK|\bhv[sbr]\.|\bs\.[\w-]{20}|6879732e|PRIVATE KEY/;

test("what a module prints of its secrets, in whatever spelling, is nowhere in what a run writes and says", async () => {
  await using place = await sandbox();
  await writeLeakingModule(join(place.folder, "leaks"));

  const ended = await place.conform([...oneScenario, "--module", "leaks", "--out", "out", "--verbose"]);

  expect(ended.status, ended.stderr).toBe(1);
  const out = join(place.folder, "out");
  const text = await readFile(join(out, "report.json"), "utf8");
  const [failure] = parseReport(text, "report.json").failures;
  const log = failure?.evidence.startupLog ?? "";
  const leaks = [...log.matchAll(/LEAK (.*?): (.*?) :KAEL/gs)].map(([, name = "", said = ""]) => ({ name, said }));
  expect(leaks.map(({ name }) => name)).toEqual(leakNames);
  const kept = leaks.filter(({ said }) => said.search(mark) < 0 || !around.test(said.replace(mark, "")));
  expect(kept).toEqual([]);

  expect(log).toContain(`"d":"<redacted:private-key:`);
  const files = await Promise.all((await readdir(out)).map((name) => readFile(join(out, name), "utf8")));
  for (const said of [...files, ended.stdout, ended.stderr]) {
    expect(said).not.toContain(keySecret);
    expect(said.replace(redaction, "")).not.toMatch(recognisable);
  }
});

test("the password of an address is neither said nor shown", async () => {
  await using place = await sandbox();

  const module = "git::https://user:correct-horse-battery@127.0.0.1:9/module.git";
  const { status, stdout, stderr } = await place.conform([...oneScenario, "--module", module, "--verbose"]);

  expect(status, stderr).toBe(3);
  expect(stderr).toMatch(/https:\/\/user:<redacted:password:[0-9a-f]{6}>@127\.0\.0\.1/);
  expect(stdout + stderr).not.toContain("horse");
});
