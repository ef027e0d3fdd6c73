import { newestRelease, standInProgram } from "../../releases/index.ts";
import { executables, type Machine, type MachineSpec } from "../../runtime/index.ts";
import type { Site } from "../site.ts";

/** What the image of a workspace is like. */
export interface MachineOptions {
  /** How the machine differs from a Debian with sudo, curl and unzip that trusts the run's own authority. */
  readonly machine?: Pick<MachineSpec, "without" | "busybox" | "architecture" | "is32Bit"> & {
    readonly trusts?: "nothing";
  };
  /**
   * The version of the CLI that it has, such as `1.17.5`; default: the newest one that is published, as in images of
   * people who use Vault.
   */
  readonly cli?: "none" | (string & {});
}

/** Where an image has its CLI. */
export const installedCli = "/usr/local/bin/vault";

/** The program of a CLI that an image has: a stand-in. */
export function cliProgram(version: string): string {
  return standInProgram(version, { os: "linux", arch: "amd64" }, executables.realCli);
}

/** Starts the machine of a workspace. */
export async function newMachine(site: Site, { machine: options = {}, cli }: MachineOptions): Promise<Machine> {
  const { trusts, ...spec } = options;
  const machine = await site.network.machine({
    ...spec,
    kind: site.settings.agent,
    trustedCertificates: trusts === "nothing" ? "" : site.authority.certificate,
    executables: executables.ofCell(site.settings),
  });
  const version = cli ?? newestRelease(site.releases.versions) ?? "none";
  if (version !== "none") {
    await machine.writeFile(installedCli, cliProgram(version), { mode: 0o755, owner: "root" });
  }
  return machine;
}
