import { existsSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Mount, systemPrograms, type View } from "../process/view/index.ts";
import type { Confined } from "./types.ts";

/** Terraform's home and temporary folder, which are made anew for each command. */
export const privateFolders = { home: "/home/terraform", temporary: "/tmp" } as const;

/** Settings of this machine that programs need to start. */
const settings = ["/etc/alternatives"];
/** And those by which they find others in a network, and know whom they can trust. */
const networkSettings = ["/etc/resolv.conf", "/etc/hosts", "/etc/ssl", "/etc/pki", "/etc/ca-certificates"];

/** The files and folders of /etc that are this machine's own. */
export const machineSettings: readonly string[] = [...settings, ...networkSettings].filter(existsSync);

/**
 * What Terraform sees: this machine's programs and few of its settings read-only, the folder that it works in, and what
 * it is told to read. Nothing else of this machine is there.
 */
export function terraformView({ folder, writes, network, reads }: Omit<Confined, "argv">, etc: string): View {
  const shared = machineSettings.filter((path) => network || settings.includes(path));
  return {
    hostname: "terraform",
    mounts: [
      ...systemPrograms(),
      // One by one: what Terraform is told to read may lie beside them.
      place("/etc"),
      ...filesIn(etc).map((name) => read(join(etc, name), `/etc/${name}`)),
      ...shared.map((path) => read(path)),
      ...[privateFolders.temporary, "/home", privateFolders.home].map(place),
      ...reads.filter(({ to }) => !isShown(to, shared)).flatMap(({ from, to }) => [...above(to), read(from, to)]),
      ...above(folder),
      { kind: writes ? "write" : "read", from: folder, to: folder },
    ],
  };
}

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

function isShown(path: string, shared: readonly string[]): boolean {
  return ["/usr", ...shared].some((folder) => path.startsWith(`${folder}/`));
}

/** The folders above a path, which everybody may go through, whatever they are outside. */
function above(path: string): readonly Mount[] {
  const names = dirname(path)
    .split("/")
    .filter((name) => name !== "");
  return names.map((_name, at) => place(`/${names.slice(0, at + 1).join("/")}`));
}

const place = (to: string): Mount => ({ kind: "folder", to });

/** A link is followed here: there it would lead nowhere. */
const read = (path: string, to = path): Mount => ({ kind: "read", from: realpathSync(path), to });
