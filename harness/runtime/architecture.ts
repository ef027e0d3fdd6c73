import { tool } from "./tools.ts";
import type { MachineSpec } from "./types.ts";

/** Where the programs lie that a stand-in hands questions to, outside of every PATH. */
export const realPrograms = "/opt/conformance/real";

/** Programs that say which architecture a machine has. */
export type ArchitectureProgram = "uname" | "arch" | "dpkg";

const debianNames: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  aarch64: "arm64",
  armv6l: "armhf",
  armv7l: "armhf",
  i686: "i386",
  ppc64le: "ppc64el",
};

/**
 * Scripts that stand in for the programs that say which architecture a machine has; every other question goes to the
 * real ones, in {@link realPrograms}.
 */
export function architectureStandIns(architecture: string): Readonly<Record<ArchitectureProgram, string>> {
  return {
    uname: uname(architecture),
    arch: `#!/bin/sh\n[ $# -eq 0 ] || exec ${realPrograms}/arch "$@"\necho '${architecture}'\n`,
    dpkg: `#!/bin/sh\n[ "$*" = --print-architecture ] || exec ${realPrograms}/dpkg "$@"\necho '${debianNames[architecture] ?? architecture}'\n`,
  };
}

/**
 * Variables of a machine's commands: Bash takes those that it finds for its own.
 * Source: Bash's manual, "Bash Variables", and `set_machine_vars` of its variables.c.
 */
export function architectureVariables(architecture: string | undefined): Readonly<Record<string, string>> {
  if (architecture === undefined) return {};
  return { HOSTTYPE: architecture, MACHTYPE: `${architecture}-pc-linux-gnu` };
}

/** What comes before a command for which the kernel is to name a 32-bit architecture. */
export function personalityOf({ is32Bit = false }: Pick<MachineSpec, "is32Bit">): readonly string[] {
  return is32Bit ? [tool("setarch"), "linux32"] : [];
}

const uname = (architecture: string) => `#!/bin/sh
fields=
for word; do
  case $word in
    --all) word=-a ;;
    --kernel-name) word=-s ;;
    --nodename) word=-n ;;
    --kernel-release) word=-r ;;
    --kernel-version) word=-v ;;
    --machine) word=-m ;;
    --processor) word=-p ;;
    --hardware-platform) word=-i ;;
    --operating-system) word=-o ;;
  esac
  case $word in
    -*[!asnrvmpio]* | - | [!-]* | "") exec ${realPrograms}/uname "$@" ;;
  esac
  fields=$fields\${word#-}
done
# As Debian's does, -a leaves out what is not known.
case $fields in
  *a*) fields=snrvmo ;;
  *[mpi]*) ;;
  *) exec ${realPrograms}/uname "$@" ;;
esac
line=
for field in s n r v m p i o; do
  case $fields in *$field*) ;; *) continue ;; esac
  case $field in
    [mpi]) said='${architecture}' ;;
    *) said=$(${realPrograms}/uname "-$field") ;;
  esac
  line="\${line:+$line }$said"
done
printf '%s\\n' "$line"
`;
