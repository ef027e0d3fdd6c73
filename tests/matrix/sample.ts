import { type Combination, parseMatrix, type ReadMatrix, type VersionsOf } from "../../harness/matrix/index.ts";
import { requirements } from "../../scenarios/requirements.ts";

/** A sound matrix; what is given is put below its axes. */
export function matrixText(axes: string, rest = ""): string {
  return `schemaVersion: 1\nname: sample\naxes:\n${axes}\n${rest}`;
}

export function parsed(text: string): ReadMatrix {
  return parseMatrix(Buffer.from(text), "m.yaml", requirements);
}

const known: Readonly<Record<string, readonly string[]>> = {
  vault: ["2.0.4", "2.0.3", "1.21.4", "1.20.0", "1.19.5", "1.19.0", "1.16.3", "1.13.1", "2.1.0-rc1", "1.20.1+ent"],
  openbao: ["2.7.2", "2.7.1", "2.7.0", "2.6.2", "2.6.1", "2.10.0", "2.10.1"],
  terraform: ["1.14.0", "1.11.4"],
  tofu: ["1.12.6", "1.10.10"],
  "coder/coder": ["2.20.0", "2.13.1"],
};

export const versionsOf: VersionsOf = async (program) => known[program] ?? [];

/** A cell in a line. */
export function nameOf({ server, cli, terraform, agent, runtime, provider }: Combination): string {
  const ofCli = cli.name === server.name && cli.version === server.version ? "=" : `${cli.name}@${cli.version}`;
  return `${server.name}@${server.version} ${ofCli} ${terraform.name}@${terraform.version} ${agent} ${runtime} ${provider.version}`;
}
