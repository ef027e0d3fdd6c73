import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The one folder for everything that is fetched or built: `$VAULT_JWT_CONFORMANCE_CACHE`, else a folder of its own in
 * `$XDG_CACHE_HOME` (where that is absolute, as the XDG Base Directory Specification wants it), else in `~/.cache`.
 */
export function cacheFolder(): string {
  const { VAULT_JWT_CONFORMANCE_CACHE: own, XDG_CACHE_HOME: xdg } = process.env;
  if (own) return resolve(own);
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), ".cache"), "vault-jwt-conformance");
}
