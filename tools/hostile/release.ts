import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder, stateFolder } from "../../harness/artifacts/cache/index.ts";
import { HarnessFault } from "../../harness/errors/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { launcher } from "./attempt.ts";

/** What a command that was attacked came to. */
export interface Said {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A module that was run, accepted and attested, with reports of it that passed, failed and were signed. */
export interface Release extends AsyncDisposable {
  /** A copy to attack, until it is disposed. */
  readonly copy: (needsCache: boolean) => Promise<ReleaseCopy>;
}

/** A folder of an attack's own. */
export interface ReleaseCopy extends AsyncDisposable {
  readonly sh: (script: string) => Promise<Said>;
}

/** Milliseconds: a command that takes longer hangs. */
const longest = 120_000;

/**
 * Makes the release, once for all attacks.
 *
 * @throws HarnessFault `hostile.release` where the command line refuses what is sound
 */
export async function makeRelease(): Promise<Release> {
  await using made = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "attacked-"));
  made.defer(() => rm(folder, { recursive: true, force: true }));
  const first = join(folder, "first");
  await mkdir(first);
  const cache = join(folder, "cache");
  await cp(cacheFolder(), cache, { recursive: true, verbatimSymlinks: true });
  await cp(join(packageFolder, "module"), join(first, "vault-jwt"), { recursive: true });
  await writeFile(join(first, "policy.yaml"), policyWith("{ runtime: process }"));
  await writeFile(join(first, "genuine.yaml"), policyWith("{ runtime: process, origin: genuine }"));
  await expectAll(shellIn(first, cache), preparation);
  const all = made.move();
  let copies = 0;
  return {
    copy: async (needsCache) => {
      copies += 1;
      const place = join(folder, String(copies));
      await mkdir(place);
      await cp(first, join(place, "work"), { recursive: true, verbatimSymlinks: true });
      const own = join(place, "cache");
      if (needsCache) await cp(cache, own, { recursive: true, verbatimSymlinks: true });
      return {
        sh: shellIn(join(place, "work"), needsCache ? own : cache),
        [Symbol.asyncDispose]: async () => void (await execa("rm", ["-rf", "--", place], { reject: false })),
      };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function policyWith(cell: string): string {
  return `schemaVersion: 1
name: login
maxAge: 1d
cells:
  process: ${cell}
require:
  - requirements: [LOGIN-01]
    tokens: [custom]
`;
}

/** What the release is made by; each step must succeed, so that a refusal later is a refusal of the attack. */
const preparation: Readonly<Record<string, string>> = {
  "keys of two people": "for name in key other run; do conform keygen --out $name; done",
  "a signed run": "run --sign run.pem && mv reports signed && cp signed/report.json report.json",
  "another signed run": "run --sign run.pem && mv reports signed-again",
  "a run that somebody else signed": "run --sign other.pem && mv reports signed-by-another",
  "a failed run": `cp -r vault-jwt kept && echo "exit 1" > vault-jwt/run.sh; run; cp reports/report.json failed.json && rm -rf vault-jwt reports && mv kept vault-jwt && edit failed.json 'it.subject = JSON.parse(require("node:fs").readFileSync("report.json")).subject'`,
  "the gate": "gate",
  "an attestation": "attest && cp out/attestation.json . && rm -rf out",
  verify: "verify --max-age 1d",
  "the gate for a signed report": "gate_signed",
  "the gate for a genuine origin": "conform gate report.json --policy genuine.yaml --module vault-jwt",
};

async function expectAll(sh: ReleaseCopy["sh"], steps: Readonly<Record<string, string>>): Promise<void> {
  for (const [what, script] of Object.entries(steps)) {
    const { status, stdout, stderr } = await sh(script);
    if (status === 0) continue;
    throw new HarnessFault(
      "hostile.release",
      `What attacks start from is refused (${what}): ${stdout}${stderr}`.trim(),
      "Make it succeed first: a refusal of an attack would prove nothing.",
    );
  }
}

function shellIn(folder: string, cache: string): ReleaseCopy["sh"] {
  return async (script) => {
    const prelude = await readFile(join(import.meta.dirname, "guest/release.sh"), "utf8");
    const home = join(folder, "..", "home");
    await mkdir(join(home, "t"), { recursive: true });
    await chmod(home, 0o700);
    const state = join(home, "state");
    if (!existsSync(state) && existsSync(stateFolder())) await cp(stateFolder(), state, { recursive: true });
    const { exitCode, stdout, stderr } = await execa("/bin/bash", ["-c", `${prelude}\n${script}`], {
      cwd: folder,
      env: {
        NODE: process.execPath,
        CLI: launcher,
        HARNESS: packageFolder.replace(/\/$/, ""),
        PLACE: join(folder, ".."),
        CACHE: cache,
        VAULT_JWT_CONFORMANCE_CACHE: cache,
        VAULT_JWT_CONFORMANCE_STATE: state,
        HOME: home,
        TMPDIR: join(home, "t"),
        NO_COLOR: "1",
      },
      reject: false,
      stdin: "ignore",
      timeout: longest,
      killSignal: "SIGKILL",
      forceKillAfterDelay: false,
    });
    return { status: exitCode, stdout, stderr };
  };
}
