import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { agents, busyboxProfile, busyboxProgram } from "../agents.ts";
import { architectureStandIns } from "../architecture.ts";
import { tool } from "../tools.ts";
import type { MachineSpec } from "../types.ts";
import { wgetIsOfBusybox } from "../wget-of-busybox.ts";
import { nameServer } from "./namespaces/index.ts";
import { lacksSudo, layOutBusybox, layOutWget, placeOf, sudo, sudoFolder } from "./view/index.ts";

const passwd = (shell: string) => `root:x:0:0:root:/root:${shell}
coder:x:1000:1000:Coder:/home/coder:${shell}
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;

// What Debian puts into a new home, shortened: the early return is what a module has to get past.
const bashrc = `# ~/.bashrc: executed by bash(1) for non-login shells.
case $- in
    *i*) ;;
      *) return;;
esac
HISTCONTROL=ignoreboth
`;
const profile = `# ~/.profile: executed by the command interpreter for login shells.
if [ -n "$BASH_VERSION" ]; then
    if [ -f "$HOME/.bashrc" ]; then
	. "$HOME/.bashrc"
    fi
fi
if [ -d "$HOME/.local/bin" ] ; then
    PATH="$HOME/.local/bin:$PATH"
fi
`;
const etcProfile = `if [ "$(id -u)" -eq 0 ]; then
  PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
else
  PATH="/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
fi
export PATH
if [ -d /etc/profile.d ]; then
  for i in /etc/profile.d/*.sh; do
    if [ -r $i ]; then
      . $i
    fi
  done
  unset i
fi
`;

const debianFiles = {
  "etc/profile": etcProfile,
  "etc/os-release": 'ID=debian\nNAME="Debian GNU/Linux"\n',
  "home/.bashrc": bashrc,
  "home/.profile": profile,
};
const busyboxFiles = {
  "etc/profile": busyboxProfile,
  "etc/os-release": 'ID=alpine-like\nNAME="Alpine-like"\n',
};

const systemCertificates = "/etc/ssl/certs/ca-certificates.crt";

/** Lays out the folders that a workspace sees as its /etc, /home, /usr/local, /tmp and /var/tmp. */
export async function layOutWorkspace(folder: string, spec: MachineSpec): Promise<void> {
  const folders = ["local", "local/bin", "local/sbin", "home", "tmp", "var-tmp", "run", "stand-ins", "nothing"];
  const settings = ["etc", "etc/ssl", "etc/ssl/certs", "etc/profile.d"];
  const requests = lacksSudo(spec) ? [] : [`run${sudoFolder}`];
  for (const name of [...folders, ...settings, ...requests]) {
    await mkdir(join(folder, name));
    // Whatever the caller's mask is: who can read a file of the workspace depends on it.
    await chmod(join(folder, name), name.endsWith("tmp") ? 0o1777 : 0o755);
  }
  const { isBusybox, shell } = agents[spec.kind];
  const loginShell = (spec.without ?? []).includes("bash") ? "/bin/sh" : shell;
  // No other server can be reached from there, and reading what else a system trusts takes longer than most of a start.
  const trusted = spec.trustedCertificates || (await readFile(systemCertificates, "utf8").catch(() => ""));
  const files: Record<string, string> = {
    "etc/passwd": passwd(loginShell),
    "etc/group": `root:x:0:\n${lacksSudo(spec) ? "" : "sudo:x:27:coder\n"}coder:x:1000:\nnogroup:x:65534:\n`,
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "etc/resolv.conf": `nameserver ${nameServer}\n`,
    "etc/ssl/certs/ca-certificates.crt": trusted,
    ...(isBusybox ? busyboxFiles : debianFiles),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content, { mode: 0o644 });
  const programs: Record<string, string> = {
    ...(lacksSudo(spec) ? {} : { "local/bin/sudo": sudo(tool("bash"), loginShell) }),
    ...standIns(spec),
  };
  for (const [name, content] of Object.entries(programs)) await writeFile(join(folder, name), content, { mode: 0o755 });
  const busybox = isBusybox ? busyboxProgram : (placeOf("busybox") ?? "");
  if (isBusybox) await layOutBusybox(join(folder, "bin"), join(folder, "real"), spec);
  else for (const name of spec.busybox ?? []) await symlink(busybox, join(folder, "local/bin", name));
  if (wgetIsOfBusybox(spec)) await layOutWget(join(folder, "local/bin"), busybox);
}

function standIns({ kind, architecture }: MachineSpec): Record<string, string> {
  if (architecture === undefined || agents[kind].isBusybox) return {};
  const scripts = Object.entries(architectureStandIns(architecture));
  return Object.fromEntries(scripts.map(([name, script]) => [`stand-ins/${name}`, script]));
}
