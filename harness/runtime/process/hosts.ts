import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The names of one network: a hosts file that everything in the network sees, also what is added later. */
export interface Hosts {
  readonly path: string;
  /** Gives a name this address, or one of its own. */
  add(name: string, address?: string): Promise<string>;
}

export async function createHosts(folder: string): Promise<Hosts> {
  const path = join(folder, "hosts");
  await writeFile(path, "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n", { mode: 0o644 });
  let used = 1;
  return {
    path,
    async add(name, address) {
      used += address === undefined ? 1 : 0;
      const given = address ?? `127.0.0.${used}`;
      // In place: the file is bind-mounted, and a renamed one would not be seen.
      await appendFile(path, `${given}\t${name}\n`);
      return given;
    },
  };
}
