import { chmod, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type TestAPI } from "vitest";
import { findTerraform } from "../../harness/artifacts/index.ts";
import { findProviders } from "../../harness/artifacts/providers/index.ts";
import {
  createProvisioner,
  type Owner,
  type Provisioner,
  type TerraformTool,
  type WorkspaceIdentity,
} from "../../harness/coder/index.ts";
import { diagnosticsIn, terraform } from "../../harness/coder/terraform/terraform.ts";
import { handOver, lend, openConfinement, writeOver } from "../../harness/runtime/confinement/index.ts";

/** One of the Terraform roots in `roots/`, initialised. */
export interface Root {
  readonly folder: string;
  readonly provisioner: Provisioner;
  /** Runs `terraform apply` with nothing of CODER_* but what is given. */
  apply(environment?: Readonly<Record<string, string>>): Promise<Applied>;
  /** The commands of Terraform that the provisioner has run. */
  commands(): Promise<readonly RecordedCommand[]>;
}

interface Applied {
  readonly exitCode: number;
  readonly errors: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface RecordedCommand {
  readonly argv: readonly string[];
  readonly folder: string;
  /** Names and values of CODER_*. */
  readonly coder: Readonly<Record<string, string>>;
}

type Change = Parameters<Provisioner["build"]>[0];
type OpenRoot = (name: string) => Promise<Root>;

/** A test with Terraform and the provider that the harness uses. */
export const test: TestAPI<{ readonly root: OpenRoot; readonly tool: TerraformTool } & object> = base.extend<{
  $file: { readonly root: OpenRoot; readonly tool: TerraformTool };
}>({
  tool: [
    async ({}, use) => {
      const options = { offline: false, progress: () => {} };
      const [{ path }, mirror] = await Promise.all([
        findTerraform("terraform", options),
        findProviders(undefined, options),
      ]);
      const temporary = await mkdtemp(join(tmpdir(), "coder-test-"));
      const cliConfig = join(temporary, "terraform.tfrc");
      const run = { id: "0123456789ab", folder: temporary };
      await using opened = await openConfinement(run);
      const { confinement } = opened;
      await writeOver(confinement, cliConfig, mirror.cliConfig);
      const reads = await lend(run, confinement, [...mirror.folders, path]);
      await use({ executable: path, cliConfig, reads, confinement, temporary, marker: {} });
      await rm(temporary, { recursive: true });
    },
    { scope: "file" },
  ],
  root: [async ({ tool }, use) => await use((name) => openRoot(tool, name)), { scope: "file" }],
});

/** Notes each command, then lets Terraform itself carry it out. */
const recorder = (executable: string) => `#!/bin/sh
{
  printf '%s\\0' "$@" "" "$PWD"
  env -0 | grep -z '^CODER_'
  printf '<end>\\0'
} >> commands
exec ${executable} "$@"
`;

async function openRoot(tool: TerraformTool, name: string): Promise<Root> {
  const source = await mkdtemp(join(tool.temporary, `${name}-`));
  await cp(join(import.meta.dirname, "roots", name), source, { recursive: true });
  await handOver(tool.confinement, source);
  const initialised = await terraform(tool, source, ["init", "-no-color", "-input=false"]);
  if (initialised.exitCode !== 0) throw new Error(initialised.output);
  const recording = join(source, "record");
  await writeFile(recording, recorder(tool.executable));
  await chmod(recording, 0o755);
  const folder = await mkdtemp(join(tool.temporary, `${name}-`));
  return {
    folder,
    provisioner: await createProvisioner({ ...tool, executable: recording }, { folder: source }, folder, {
      steps: "coder",
    }),
    async apply(environment = {}) {
      const args = ["apply", "-no-color", "-auto-approve", "-input=false", "-json"];
      const { exitCode, stdout } = await terraform(tool, source, args, { environment });
      return { exitCode, errors: diagnosticsIn(stdout), outputs: outputsIn(stdout) };
    },
    async commands() {
      const text = await readFile(join(folder, "commands"), "utf8").catch(() => "");
      return text.split("<end>\0").slice(0, -1).map(recorded);
    },
  };
}

function recorded(text: string): RecordedCommand {
  const words = text.split("\0").filter((_word, at, all) => at < all.length - 1);
  const end = words.indexOf("");
  const variables = words.slice(end + 2).map((word) => word.split(/=(.*)/s).slice(0, 2));
  return { argv: words.slice(0, end), folder: words[end + 1] ?? "", coder: Object.fromEntries(variables) };
}

/** The values of the outputs in the lines of `apply -json`. */
export function outputsIn(stdout: string): Readonly<Record<string, unknown>> {
  const outputs = messagesIn(stdout).findLast(({ type }) => type === "outputs")?.outputs ?? {};
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

/** What Terraform planned, such as `replace coder_script.main`. */
export function plannedIn(stdout: string): readonly string[] {
  const planned = messagesIn(stdout).flatMap(({ type, change }) =>
    type === "planned_change" && change !== undefined ? [`${change.action} ${change.resource.addr}`] : [],
  );
  // The plan says it, and the apply again.
  return [...new Set(planned)];
}

interface Message {
  readonly type: string;
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
}

function messagesIn(stdout: string): readonly Message[] {
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line));
}

/** Who owns the workspace of these tests. */
export const ada: Owner = {
  id: "7a0d9a3e-4c35-4be0-8f0c-1d8a6d0f5c11",
  name: "ada",
  fullName: "Ada Lovelace",
  email: "ada@example.com",
  groups: ["zoo <keepers> & co", "Everyone"],
  loginType: "oidc",
  oidcAccessToken: "a token",
};

/** The workspace of these tests. */
export const sparrow: WorkspaceIdentity = {
  id: "0b1f8a06-7c9f-4bd3-9a56-3b6f0f5b6f6e",
  name: "sparrow",
  accessUrl: "https://coder.example.com",
  template: { id: "5c4b1d2e-66f4-4f1a-8f59-9b2f4a1f8d11", name: "linux", version: "v1" },
};

/** A build of the workspace as its owner starts it, unless it says otherwise. */
export const started: Change = { owner: ada, workspace: sparrow, transition: "start", instances: [] };
