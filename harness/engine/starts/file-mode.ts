import type { FileState } from "./record.ts";

/** The bits of a mode that say what kind of file it is. Source: inode(7). */
const kindOf = ({ mode }: FileState): number => mode & 0o170000;

export const isFolder = (file: FileState): boolean => kindOf(file) === 0o040000;
export const isLink = (file: FileState): boolean => kindOf(file) === 0o120000;
export const isOfOneKind = (one: FileState, other: FileState): boolean => kindOf(one) === kindOf(other);

/** Permissions as `chmod` takes them, such as `0644`. */
export const octal = ({ mode }: FileState): string => (mode & 0o7777).toString(8).padStart(4, "0");
