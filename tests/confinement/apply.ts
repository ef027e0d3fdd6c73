/** Applies a root whose one resource runs a script by local-exec, confined, and prints what came of it. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TerraformAnswer, terraform } from "../../harness/coder/terraform/terraform.ts";
import {
  type ConfinedKind,
  handOver,
  lend,
  openConfinement,
  readOf,
  writeOver,
} from "../../harness/runtime/confinement/index.ts";
import { prepareDocker } from "../../harness/runtime/index.ts";
import { runMarker } from "../../harness/runtime/scope/index.ts";

/** What is applied. */
export interface Order {
  readonly kind: ConfinedKind;
  readonly executable: string;
  /** In bash; `$1` is the port of a listener, `$2` a file beside the run, `$3` a folder of providers; descriptor 3 is what Terraform prints. */
  readonly script: string;
  readonly network?: boolean;
}

/** What came of it. */
export interface Outcome extends Pick<TerraformAnswer, "exitCode" | "output" | "excess"> {
  /** What the script wrote into the file `said`. */
  readonly said: string;
  /** Whom that file belongs to on this machine. */
  readonly owner: number | undefined;
  /** The content of the file beside the run. */
  readonly beside: string;
  /** What the folder of providers has. */
  readonly providers: readonly string[];
  /** Processes of this machine that have the word `left-behind` in their arguments. */
  readonly left: number;
}

async function apply({ kind, executable, script, network = false }: Order): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "confined-"));
  const listener = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => listener.once("listening", resolve));
  const address = listener.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const beside = join(folder, "report.json");
  const run = { id: "0123456789ab", folder: join(folder, "run") };
  const [work, providers] = [join(run.folder, "work"), join(folder, "providers")];
  await Promise.all([work, providers].map((path) => mkdir(path, { recursive: true })));
  await writeFile(beside, "true");
  const docker = kind === "container" ? await prepareDocker({ run, offline: true, progress: () => {} }) : undefined;
  await using opened = await openConfinement(run, { kinds: [kind], network, docker });
  const { confinement } = opened;
  if (confinement.kind !== kind) throw new Error(`no ${kind}: ${JSON.stringify(confinement)}`);
  const cliConfig = join(run.folder, "terraform.tfrc");
  await writeOver(confinement, cliConfig, "{}");
  const reads = await lend(run, confinement, [providers, executable]);
  const command = `exec /bin/bash -c '${script.replaceAll("'", "'\\''")}' script ${port} ${beside} ${providers} 3>&1 > said 2>&1`;
  const provisioner = { "local-exec": { command, interpreter: ["/bin/bash", "-c"] } };
  const root = { resource: { terraform_data: { attack: { provisioner } } } };
  // Terraform reads every string of its JSON syntax as a template.
  await writeFile(
    join(work, "main.tf.json"),
    JSON.stringify(root).replace(/[$%](?=\{)/g, (mark) => mark + mark),
  );
  await handOver(confinement, work);
  const tool = { executable, cliConfig, reads, confinement, temporary: run.folder, marker: runMarker(run.id) };
  try {
    const { exitCode, output, excess } = await terraform(tool, work, ["apply", "-no-color", "-auto-approve"]);
    return {
      exitCode,
      output: output.slice(0, 4096),
      ...(excess !== undefined && { excess }),
      said: await readOf(join(work, "said")).catch(() => ""),
      owner: (await stat(join(work, "said")).catch(() => undefined))?.uid,
      beside: await readFile(beside, "utf8"),
      providers: await readdir(providers),
      left: await countLeft(),
    };
  } finally {
    listener.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function countLeft(): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")));
  return lines.filter((line) => line.startsWith("left-behind\0")).length;
}

const [order = "{}"] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await apply(JSON.parse(order))));
