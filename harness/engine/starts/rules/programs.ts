import { dirname } from "node:path";
import { quoted } from "../../../text/index.ts";
import { isLink } from "../file-mode.ts";
import type { SessionState, StartRecord } from "../record.ts";
import { bySession } from "./by-session.ts";

const isTemporary = (path: string): boolean => /^\/(?:tmp|var\/tmp|dev\/shm|run)(?:\/|$)/.test(path);
const isForEverybody = (mode: number): boolean => (mode & 0o002) !== 0 && (mode & 0o1000) === 0;

/** START-02: who can write what shells and later starts run, and which folders PATH has gained. */
export function writablePrograms({ watched, sessions }: StartRecord): readonly string[] {
  const made = watched.changes.flatMap(({ after }) => after ?? []).filter((one) => !isLink(one));
  const folders = new Set(sessions.after.flatMap(pathOf));
  const used = made.filter(({ path }) => !isTemporary(path) || folders.has(path) || folders.has(dirname(path)));
  return [
    ...used.filter(({ mode }) => isForEverybody(mode)).map(({ path }) => `everybody can write to ${path}`),
    ...bySession(sessions, (after, before) => gained(after, before).flatMap((folder) => wrongIn(folder, after))),
  ];
}

function pathOf({ environment }: SessionState): readonly string[] {
  return (environment.PATH ?? "").split(":");
}

function gained(after: SessionState, before: SessionState | undefined): readonly string[] {
  const known = new Set(before === undefined ? [] : pathOf(before));
  return pathOf(after).filter((folder) => !known.has(folder));
}

function wrongIn(folder: string, { folders }: SessionState): readonly string[] {
  const name = quoted(folder);
  if (!folder.startsWith("/")) return [`the relative folder ${name} is new on PATH`];
  const mode = folders.get(folder);
  if (mode === undefined) return [`the missing folder ${name} is new on PATH`];
  return (mode & 0o002) !== 0 ? [`the folder ${name}, which everybody can write to, is new on PATH`] : [];
}
