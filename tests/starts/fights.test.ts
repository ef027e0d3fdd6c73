import { cp, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listenForInterruption } from "../../harness/cli/interruption.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { tryTogether } from "../../tools/conformance/together.ts";

const fights = join(packageFolder, "fixtures/fights");

/** For a tenth of a second, everybody can read the JWT. */
const showJwt = `
show_jwt() {
  (umask 022 && printf %s "$INPUT_JWT" >/tmp/shown)
  sleep 0.1
  rm -f /tmp/shown
}
`;

/** 100,000 files take their time, and a test of the parts may run beside others. */
const limit = 400_000;

test("a module that fights the observer is reported, or its starts could not be judged", {
  timeout: limit,
}, async () => {
  await using modules = await mkdtempDisposable(join(tmpdir(), "fights-"));
  const names = (await readdir(fights)).map((file) => file.replace(/\.sh$/, ""));
  const trials = await Promise.all(
    names.map(async (name) => ({ name, source: await fighter(name, join(modules.path, name)) })),
  );
  using interruption = listenForInterruption();

  const { results } = await tryTogether(trials, {
    runtime: "process",
    token: "custom",
    only: ["START-01"],
    interruption,
  });

  const outcomes = results.map(({ subject, outcome, failure, reason = "" }) => {
    const why = failure?.observed ?? reason;
    return outcome === "fail" || outcome === "error" ? [subject, "seen"] : [subject, outcome, why];
  });
  expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(names.map((name) => [name, "seen"])));
});

async function fighter(name: string, folder: string): Promise<string> {
  await cp(join(packageFolder, "module"), folder, { recursive: true });
  const [script, fight] = await Promise.all(
    [join(folder, "run.sh"), join(fights, `${name}.sh`)].map((file) => readFile(file, "utf8")),
  );
  const last = "  hook_shells\n";
  expect(script).toContain(last);
  await writeFile(join(folder, "run.sh"), `${showJwt}\n${fight}\n${script?.replace(last, `${last}  fight\n`)}`);
  return folder;
}
