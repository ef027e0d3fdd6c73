import { homedir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The one folder for everything that is fetched or built: `$VAULT_JWT_CONFORMANCE_CACHE`, else a folder of its own in
 * `$XDG_CACHE_HOME` (where that is absolute, as the XDG Base Directory Specification wants it), else in `~/.cache`.
 */
export function cacheFolder(): string {
  const { VAULT_JWT_CONFORMANCE_CACHE: own, XDG_CACHE_HOME: xdg } = process.env;
  if (own) return resolve(own);
  return join(xdg && isAbsolute(xdg) ? xdg : join(home(), ".cache"), "vault-jwt-conformance");
}

/** A HOME that is empty or relative would put the cache into whatever folder the caller is in. */
function home(): string {
  return isAbsolute(homedir()) ? homedir() : userInfo().homedir;
}
