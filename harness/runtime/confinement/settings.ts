import { copyFile, mkdir, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { machineSettings, privateFolders } from "./view.ts";

/** Lays out the /etc of Terraform: one user with this id, no names but its own, and a place for each of this machine's settings. */
export async function layOutSettings(folder: string, id: number): Promise<void> {
  const files = {
    passwd: `terraform:x:${id}:${id}:Terraform:${privateFolders.home}:/bin/sh\n`,
    group: `terraform:x:${id}:\n`,
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    hosts: "127.0.0.1 localhost\n::1 localhost\n",
  };
  await mkdir(folder, { recursive: true });
  const write = (name: string, text: string) => writeFile(join(folder, name), text, { mode: 0o644 });
  const shared = machineSettings.filter((path) => !(basename(path) in files));
  await Promise.all([
    ...Object.entries(files).map(([name, text]) => write(name, text)),
    ...shared.map(async (path) => {
      if ((await stat(path)).isDirectory()) await mkdir(join(folder, basename(path)), { recursive: true });
      else await write(basename(path), "");
    }),
    // By which programs of this machine find their libraries soon.
    copyFile("/etc/ld.so.cache", join(folder, "ld.so.cache")).catch(() => {}),
  ]);
}
