import { CannotRunHere } from "../../errors/index.ts";

const full = new Set(["ENOSPC", "EDQUOT"]);
const forbidden = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "EISDIR", "ELOOP", "ENOTEMPTY"]);

/** What to throw instead of a fault of the disk that holds the cache; `undefined` for every other error. */
export function diskFault(error: unknown, folder: string): CannotRunHere | undefined {
  if (error instanceof CannotRunHere) return error.code.startsWith("cache.") ? error : undefined;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (full.has(code)) return noSpace(folder, error);
  return forbidden.has(code) ? unusable(folder, code, error) : undefined;
}

/** The disk is full, as a child process said. */
export function noSpace(folder?: string, cause?: unknown): CannotRunHere {
  return new CannotRunHere(
    "cache.no-space",
    `There is no space left${folder === undefined ? "" : ` on the disk of ${folder}`}.`,
    "Free about 2 GB there, or name another folder with VAULT_JWT_CONFORMANCE_CACHE.",
    { folder },
    cause,
  );
}

function unusable(folder: string, code: string, cause: unknown): CannotRunHere {
  return new CannotRunHere(
    "cache.unusable",
    `The cache folder ${folder} cannot be written to (${code}).`,
    "Make it writable, or name another folder with VAULT_JWT_CONFORMANCE_CACHE.",
    { folder, code },
    cause,
  );
}
