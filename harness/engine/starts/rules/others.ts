import { isFolder } from "../file-mode.ts";
import type { FileChange, StartRecord } from "../record.ts";

/** Where a start may write, the person's home apart. */
const allowed = /^\/(?:tmp|var\/tmp|dev\/shm|run)(?:\/|$)|\/vault$|^\/usr\/local\/(?:s?bin|share|lib)\/?$/;
/** What shells of everybody read: lines may be added. */
const shared = /^\/etc\/(?:profile|bash\.bashrc|bashrc|environment|zsh\/|zshenv|profile\.d\/)/;

/** START-08: other processes, and files that are neither the person's nor the CLI. */
export function nothingElse({ watched, home, origins }: StartRecord): readonly string[] {
  const killed =
    watched.othersLive || watched.unseen.length > 0 ? [] : ["a process that the start did not begin was ended"];
  const changed = watched.changes.filter(
    (change) =>
      !origins.made.has(change.path) &&
      !change.path.startsWith(`${home}/`) &&
      !allowed.test(change.path) &&
      isHarm(change),
  );
  return [...killed, ...changed.map(({ path, after }) => `${path} was ${after === undefined ? "removed" : "changed"}`)];
}

function isHarm({ path, before, after }: FileChange): boolean {
  if (before === undefined) return false;
  if (after === undefined) return true;
  if (before.mode !== after.mode || before.owner !== after.owner) return true;
  // A folder changes whenever a file is made in it.
  if (isFolder(before)) return false;
  const [was, is] = [before.content, after.content];
  if (was === undefined || is === undefined) return before.size !== after.size;
  return shared.test(path) ? !is.toString("latin1").includes(was.toString("latin1").trimEnd()) : !was.equals(is);
}
