import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { startAgent } from "../../harness/coder/agent/index.ts";
import {
  createProvisioner,
  type Manifest,
  type Provisioner,
  type Template,
  type TerraformTool,
} from "../../harness/coder/index.ts";
import type { Machine } from "../../harness/runtime/index.ts";
import { timed } from "./measure.ts";

interface Built {
  readonly template: Template;
  /** A folder for both to be in. */
  readonly folder: string;
  readonly change: Parameters<Provisioner["build"]>[0];
}

/** How much longer a first build takes than `terraform apply` of the same configuration by hand. */
export async function buildOverhead(tool: TerraformTool, { template, folder, change }: Built): Promise<number> {
  const own = join(folder, "built");
  const provisioner = await createProvisioner(tool, template, own);
  const build = await timed(() => provisioner.build(change));
  const bare = join(folder, "bare");
  await cp(own, bare, { recursive: true, verbatimSymlinks: true });
  await rm(join(bare, "terraform.tfstate"));
  const apply = await timed(() =>
    execa(tool.executable, ["apply", "-no-color", "-auto-approve", "-input=false"], {
      cwd: bare,
      env: { TF_CLI_CONFIG_FILE: tool.cliConfig, CHECKPOINT_DISABLE: "1" },
    }),
  );
  return build.took - apply.took;
}

/** How much longer it takes from an agent's start to the end of its first shell than its script does alone. */
export async function agentOverhead(machine: Machine, manifest: Manifest): Promise<number> {
  const [first] = manifest.scripts;
  if (first === undefined) throw new Error("no script to measure");
  const text = "exit 0";
  const alone = await timed(() => machine.run({ argv: ["/bin/bash", "-c", text], environment: machine.environment }));
  const started = await timed(async () => {
    const agent = await startAgent(machine, { ...manifest, scripts: [{ ...first, text }] });
    await agent.command("exit 0");
  });
  return started.took - alone.took;
}
