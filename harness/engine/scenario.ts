import { basename } from "node:path";
import { test as base, inject, type TestContext } from "vitest";
import type { ReleaseServer } from "../releases/index.ts";
import { type CoderStage, openCoderStage } from "./coderStage.ts";
import { describeFailure } from "./failure.ts";
import type { TokenKind } from "./settings.ts";
import { openSite, type Site } from "./site.ts";
import { openVaultStage, type VaultStage } from "./vaultStage.ts";

/** What a scenario gets: a Vault, a Coder, and the kind of token to log in with. */
export interface Stage {
  readonly token: TokenKind;
  readonly vault: VaultStage;
  readonly coder: CoderStage;
  readonly releases: ReleaseServer;
  readonly site: Site;
}

export interface ScenarioOptions {
  /** One result for each. Default: `custom`, for what does not depend on where the token comes from. */
  readonly tokens?: readonly TokenKind[];
  /** Inputs that the subject must declare, or the scenario is unsupported. */
  readonly inputs?: readonly string[];
}

const test = base.extend<{ $worker: { site: Site } }>({
  site: [
    async ({}, use) => {
      await using site = await openSite(inject("run"));
      await use(site);
    },
    { scope: "worker" },
  ],
});

/** Declares one behaviour of the catalogue: `id` and its sentence, and what shows it. */
export function scenario(
  id: string,
  title: string,
  options: ScenarioOptions,
  body: (stage: Stage) => Promise<void>,
): void {
  const run = inject("run");
  for (const token of options.tokens ?? ["custom"]) {
    const left = (run.token ?? token) !== token || !(run.requirements ?? [id]).includes(id);
    test.skipIf(left)(
      `${id} ${title} [${token}]`,
      { meta: { requirement: id, token } },
      async ({ site, task, skip }) => {
        const missing = options.inputs?.find((name) => !run.variables.includes(name));
        if (missing !== undefined) skip(`the module declares no input ${missing}`);
        await play(site, token, body, task);
      },
    );
  }
}

async function play(
  site: Site,
  token: TokenKind,
  body: (stage: Stage) => Promise<void>,
  task: TestContext["task"],
): Promise<void> {
  await using vault = await openVaultStage(site, token);
  await using coder = await openCoderStage(site, token, vault.address);
  try {
    await body({ token, vault, coder, releases: site.releases, site });
  } catch (error) {
    task.meta.failure = await describeFailure(error, vault, coder);
    throw error;
  }
}

/** The scenario's name in a report: its file's. */
export function scenarioName(file: string): string {
  return basename(file).replace(/\.test\.[jt]s$/, "");
}
