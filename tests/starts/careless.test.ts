import { cp, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listenForInterruption } from "../../harness/cli/interruption.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { tryTogether } from "../../tools/conformance/together.ts";

/** What fixtures/careless/careless.sh does, as the findings name it. */
const mistakes: readonly (readonly [requirement: string, sentence: RegExp])[] = [
  ["START-01", /the JWT is in \S+\/jwt after the start/],
  ["START-01", /others could read the JWT in \/tmp\/login\.json for a moment/],
  ["START-01", /others could read \S+\/token\.txt, which has the Vault token/],
  ["START-02", /everybody can write to \S+\/hooks\/login\.sh/],
  ["START-02", /the relative folder "bin" is new on PATH/],
  ["START-02", /the missing folder "\S+\/missing-bin" is new on PATH/],
  ["START-02", /the folder "\S+\/shared-bin", which everybody can write to, is new on PATH/],
  ["START-03", /a second start added lines to \S+\/\.profile/],
  ["START-03", /the mode of \S+\/\.bashrc was \d+ and is 0666/],
  ["START-03", /lines of \S+\/\.bashrc that were there are gone or changed/],
  ["START-04", /the new setting "umask 0+" in/],
  ["START-04", /the new setting "alias ll=/],
  ["START-04", /a new variable VAULT_JWT_DONE in/],
  ["START-04", /the new setting "set -o noclobber" in/],
  ["START-04", /the new output "Welcome to Vault/],
  ["START-04", /the new setting "declare -f greet" in/],
  ["START-05", /Vault accepted 2 logins of one script/],
  ["START-05", /a Vault token is still valid that no shell and no file has/],
  ["START-06", /collector\.example\.net was looked up/],
  ["START-07", /\S+\/\.curlrc turns verification off/],
  ["START-07", /VAULT_SKIP_VERIFY is set in/],
  ["START-07", /"alias get='curl --insecure'" turns verification off in/],
  ["START-07", /curl was run without verification of certificates/],
  ["SEC-01", /The token is <redacted/],
  ["SEC-04", /sh -c sleep 0\.05 careless <redacted/],
];

/** Of so many at once, the observer may miss what is only there for a moment. */
const mayBeMissed = 2;

test("a module with more than twenty defects at once has them named", async () => {
  await using module = await mkdtempDisposable(join(tmpdir(), "careless-"));
  await cp(join(packageFolder, "module"), module.path, { recursive: true });
  const [script, careless] = await Promise.all(
    [join(module.path, "run.sh"), join(packageFolder, "fixtures/careless/careless.sh")].map((file) =>
      readFile(file, "utf8"),
    ),
  );
  const login = "  hook_shells\n";
  expect(script).toContain(login);
  await writeFile(join(module.path, "run.sh"), `${careless}\n${script?.replace(login, `${login}  careless\n`)}`);
  using interruption = listenForInterruption();

  const { results } = await tryTogether([{ name: "careless", source: module.path }], {
    runtime: "process",
    token: "custom",
    only: ["START-*", "SEC-01", "SEC-04"],
    interruption,
  });

  const observed = results.map((one) => `${one.requirement} ${one.failure?.observed ?? one.reason ?? one.outcome}`);
  const missed = mistakes.filter(
    ([id, sentence]) => !observed.some((text) => text.startsWith(id) && sentence.test(text)),
  );
  expect(missed.length, [...missed, ...observed].join("\n")).toBeLessThanOrEqual(mayBeMissed);
});
