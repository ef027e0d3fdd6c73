import { homedir, userInfo } from "node:os";
import { isAbsolute, join, relative, resolve } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import { named } from "../../text/index.ts";
import type { ArtifactOptions } from "../types.ts";

/**
 * The one folder for everything that is fetched or built: `$VAULT_JWT_CONFORMANCE_CACHE`, else a folder of its own in
 * `$XDG_CACHE_HOME` (where that is absolute, as the XDG Base Directory Specification wants it), else in `~/.cache`.
 */
export function cacheFolder(): string {
  const { VAULT_JWT_CONFORMANCE_CACHE: own, XDG_CACHE_HOME: xdg } = process.env;
  if (own) return resolve(own);
  return join(xdg && isAbsolute(xdg) ? xdg : join(home(), ".cache"), "vault-jwt-conformance");
}

/**
 * The folder that vouches for what is cached: `$VAULT_JWT_CONFORMANCE_STATE`, else a folder of its own in
 * `$XDG_STATE_HOME`, else in `~/.local/state`. Throws {@link WrongInput} (`cache.state`) where it is inside the cache.
 */
export function stateFolder(options: Pick<ArtifactOptions, "cacheFolder" | "stateFolder"> = {}): string {
  const { VAULT_JWT_CONFORMANCE_STATE: own, XDG_STATE_HOME: xdg } = process.env;
  const byDefault = join(xdg && isAbsolute(xdg) ? xdg : join(home(), ".local/state"), "vault-jwt-conformance");
  const folder = options.stateFolder ?? (own ? resolve(own) : byDefault);
  const cache = options.cacheFolder ?? cacheFolder();
  if (!/^\.\.(?:\/|$)/.test(relative(cache, folder))) throw insideTheCache(folder, cache);
  return folder;
}

function insideTheCache(folder: string, cache: string): WrongInput {
  return new WrongInput(
    "cache.state",
    `The state folder ${named(folder)} must not be inside the cache folder ${named(cache)}, whose checksums it keeps.`,
    "Name another folder with VAULT_JWT_CONFORMANCE_STATE.",
    { folder, cache },
  );
}

/** A HOME that is empty or relative would put the cache into whatever folder the caller is in. */
function home(): string {
  return isAbsolute(homedir()) ? homedir() : userInfo().homedir;
}
