import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MachineSpec } from "../types.ts";
import { sudo, sudoFolder } from "./sudo.ts";

const passwd = `root:x:0:0:root:/root:/bin/bash
coder:x:1000:1000:Coder:/home/coder:/bin/bash
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

const systemCertificates = "/etc/ssl/certs/ca-certificates.crt";

/** Lays out the folders that a workspace sees as its /etc, /home, /usr/local, /tmp and /var/tmp. */
export async function layOutWorkspace(folder: string, spec: MachineSpec): Promise<void> {
  const folders = ["local/bin", "local/sbin", "home", "tmp", "var-tmp", "etc/ssl/certs", "etc/profile.d"];
  for (const name of [...folders, `run${sudoFolder}`]) await mkdir(join(folder, name), { recursive: true });
  const system = await readFile(systemCertificates, "utf8").catch(() => "");
  const files: Record<string, string> = {
    "etc/passwd": passwd,
    "etc/group": "root:x:0:\nsudo:x:27:coder\ncoder:x:1000:\nnogroup:x:65534:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "etc/profile": etcProfile,
    "etc/os-release": 'ID=debian\nNAME="Debian GNU/Linux"\n',
    "etc/ssl/certs/ca-certificates.crt": `${system}\n${spec.trustedCertificates}`,
    "home/.bashrc": bashrc,
    "home/.profile": profile,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content, { mode: 0o644 });
  await writeFile(join(folder, "local/bin/sudo"), sudo, { mode: 0o755 });
}
