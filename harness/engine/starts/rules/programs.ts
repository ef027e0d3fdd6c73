import { dirname } from "node:path";
import type { FileState, SessionState, StartRecord } from "../record.ts";

const isTemporary = (path: string): boolean => /^\/(?:tmp|var\/tmp|dev\/shm|run)(?:\/|$)/.test(path);
const isLink = ({ mode }: FileState): boolean => (mode & 0o170000) === 0o120000;
const isForEverybody = (mode: number): boolean => (mode & 0o002) !== 0 && (mode & 0o1000) === 0;

/** START-02: who can write what shells and later starts run, and which folders PATH has gained. */
export function writablePrograms({ watched, sessions }: StartRecord): readonly string[] {
  const made = watched.changes.flatMap(({ after }) => after ?? []).filter((one) => !isLink(one));
  const folders = new Set(sessions.after.flatMap(pathOf));
  const used = made.filter(({ path }) => !isTemporary(path) || folders.has(path) || folders.has(dirname(path)));
  return [
    ...used.filter(({ mode }) => isForEverybody(mode)).map(({ path }) => `everybody can write to ${path}`),
    ...sessions.after.flatMap((after) => gained(after, sessions.before).flatMap((folder) => wrongIn(folder, after))),
  ];
}

function pathOf({ environment }: SessionState): readonly string[] {
  return (environment.PATH ?? "").split(":");
}

function gained(after: SessionState, all: readonly SessionState[]): readonly string[] {
  const before = all.find(({ kind }) => kind === after.kind);
  const known = new Set(before === undefined ? [] : pathOf(before));
  return pathOf(after).filter((folder) => !known.has(folder));
}

function wrongIn(folder: string, { kind, folders }: SessionState): readonly string[] {
  const added = `PATH of ${kind} has the new folder "${folder}", which`;
  if (!folder.startsWith("/")) return [`${added} is relative`];
  const mode = folders.get(folder);
  if (mode === undefined) return [`${added} is missing`];
  return (mode & 0o002) !== 0 ? [`${added} everybody can write to`] : [];
}
