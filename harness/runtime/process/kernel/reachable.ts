import { realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { sandboxUser } from "../sandbox-user.ts";
import type { Mount, View } from "../view/index.ts";
import { programs } from "../view/index.ts";

/** A view, and what has to be put before the whole command line that makes it. */
export interface Reachable {
  readonly before: readonly string[];
  readonly view: View;
}

/**
 * Makes what a view shows reachable for the user that root gives up its rights for: files of root's own are below
 * folders that no other user may enter, such as /root and those of runs, and stay so. Root binds them elsewhere, in a
 * mount namespace of this one sandbox.
 */
export function reachable(view: View): Reachable {
  if (sandboxUser() === undefined) return { before: [], view };
  const bound: string[] = [];
  const place = (path: string) => {
    const real = realpathSync(path);
    const entrance = belowClosed(real);
    if (entrance === undefined) return path;
    if (!bound.includes(entrance)) bound.push(entrance);
    return join(stage, String(bound.indexOf(entrance)), real.slice(entrance.length));
  };
  const moved = (mount: Mount): Mount =>
    mount.kind === "read" || mount.kind === "write" ? { ...mount, from: place(mount.from) } : mount;
  const mounts = view.mounts.map(moved);
  const disk = view.disk === undefined ? {} : { disk: place(view.disk) };
  if (bound.length === 0) return { before: [], view };
  return {
    before: [programs.unshare, "--mount", "--", "/bin/sh", "-c", bind, "bind", String(bound.length), ...bound],
    view: { ...view, ...disk, mounts },
  };
}

/** No sandbox shows it, and nothing that one shows lies in it. */
const stage = "/sys";

const bind = `
PATH=/usr/sbin:/usr/bin:/sbin:/bin
at=0 count=$1
shift
mount -n -t tmpfs -o mode=0711 tmpfs ${stage} && mkdir ${stage}/new || exit
while [ "$at" -lt "$count" ]; do
  if [ -d "$1" ]; then mkdir "${stage}/$at"; else : > "${stage}/$at"; fi
  mount -n --bind "$1" "${stage}/$at" || exit
  at=$((at + 1))
  shift
done
exec "$@"
`;

/** The path up to what lies in the last folder that others may not enter; `undefined` where they may enter all. */
function belowClosed(path: string): string | undefined {
  for (let entrance = path; entrance !== "/"; entrance = dirname(entrance)) {
    if ((statSync(dirname(entrance)).mode & 0o001) === 0) return entrance;
  }
  return undefined;
}
