import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findPostgres, type Postgres } from "../../../harness/coder/server/postgres.ts";
import { type StartedServer, startServer } from "../../../harness/coder/server/start.ts";
import { createCertificateAuthority, createIssuer, type Issuer } from "../../../harness/identity/index.ts";
import { processRuntime } from "../../../harness/runtime/process/network.ts";
import { type OpenRun, openRun } from "../../../harness/runtime/scope/run-scope.ts";

/** A run's network with an issuer, where Coder servers are started. */
export interface Place extends AsyncDisposable {
  readonly run: OpenRun;
  readonly issuer: Issuer;
  start(parts: { program: string; postgres?: Postgres; terraform?: string }): Promise<StartedServer>;
  /** Writes a program into a folder that servers can read. */
  program(name: string, script: string): Promise<string>;
  /** Who still runs with the run's mark. */
  left(): Promise<readonly string[]>;
}

export async function openPlace(): Promise<Place> {
  await using opened = new AsyncDisposableStack();
  const run = opened.use(await openRun(false));
  const network = opened.use(await processRuntime(run).network());
  const [authority, own] = await Promise.all([createCertificateAuthority(), createCertificateAuthority()]);
  const issuer = opened.use(await createIssuer({ authority }));
  await network.publish({ server: issuer.server, names: [new URL(issuer.url).hostname] });
  const folder = join(run.folder, "programs");
  await mkdir(folder);
  const cliConfig = join(folder, "terraform.rc");
  await writeFile(cliConfig, "");
  const program: Place["program"] = async (name, script) => {
    const path = join(folder, name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, `#!/bin/bash\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const answering = await program("terraform", "echo '{}'");
  const all = opened.move();
  return {
    run,
    issuer,
    program,
    async start({ program: coder, postgres = findPostgres(), terraform = answering }) {
      const tool = { executable: terraform, cliConfig, reads: [] };
      const parts = { program: coder, postgres, terraform: tool, network, own, authority, issuer };
      return all.use(await startServer(parts));
    },
    left: () => marked(run.id),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The processes of this machine that carry a run's mark. */
async function marked(id: string): Promise<readonly string[]> {
  const { readdir } = await import("node:fs/promises");
  const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const texts = await Promise.all(numbers.map((one) => readFile(`/proc/${one}/environ`, "utf8").catch(() => "")));
  return numbers.filter((_, at) => texts[at]?.includes(`VAULT_JWT_CONFORMANCE_RUN=${id}`));
}
