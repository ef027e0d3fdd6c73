import { newestRelease, standInProgram } from "../../releases/index.ts";
import { executables, type Machine, type MachineSpec, tool, toolsFolder } from "../../runtime/index.ts";
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
  /** Variables that it sets, as by ENV in its Dockerfile; `undefined` takes away one that every image has. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Whose workspace it is, or where the usual person is at home. */
  readonly person?: "root" | { readonly home: string };
}

/** Where an image has its CLI. */
export const installedCli = "/usr/local/bin/vault";

/** The program of a CLI that an image has: a stand-in. */
export function cliProgram(version: string): string {
  return standInProgram(version, { os: "linux", arch: "amd64" }, executables.realCli);
}

/** Starts the machine of a workspace. */
export async function newMachine(site: Site, image: MachineOptions): Promise<Machine> {
  const { machine: options = {}, cli, environment = {}, person } = image;
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
  const lived = person === undefined ? machine : await livedInBy(machine, person);
  const variables = Object.entries({ ...lived.environment, ...environment });
  const set = variables.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...lived, environment: Object.fromEntries(set) };
}

/** The machine as another person has it, or with the usual person's home elsewhere: what `/etc/skel` holds is there too. */
async function livedInBy(machine: Machine, person: NonNullable<MachineOptions["person"]>): Promise<Machine> {
  if (person === "root") {
    return {
      ...machine,
      home: "/root",
      environment: { ...machine.environment, HOME: "/root", USER: "root" },
      run: (command) => machine.run({ user: "root", ...command }),
      writeFile: (path, content, options) => machine.writeFile(path, content, { owner: "root", ...options }),
    };
  }
  const { home } = person;
  const people = String(await machine.readFile("/etc/passwd"));
  const moved = people.replace(/^(coder:(?:[^:]*:){4})[^:]*/m, (_, front: string) => front + home);
  await machine.writeFile("/etc/passwd", moved, { owner: "root" });
  const move = 'mkdir -p -- "$1" && for file in .bashrc .profile; do [ ! -f "$file" ] || cp -- "$file" "$1"; done';
  await machine.run({ argv: [tool("sh"), "-c", move, "sh", home], environment: { PATH: toolsFolder } });
  return { ...machine, home, environment: { ...machine.environment, HOME: home } };
}
