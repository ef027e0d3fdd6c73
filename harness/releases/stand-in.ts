import { gte } from "semver";
import { commitOf, type Platform } from "./release.ts";
import { checkedVersions } from "./versions.ts";
import { writeZip, type ZipEntry } from "./zip.ts";

/** Makes the archive of a release whose `vault` reports the version and hands every other call to the CLI at `cli`. */
export async function writeStandIn(version: string, platform: Platform, cli: string): Promise<Buffer> {
  const program = { name: "vault", content: standInProgram(version, platform, cli), mode: 0o755 };
  return await writeZip(gte(version, "1.15.0-0") ? [license, program] : [program]);
}

/** Official archives hold one since the licence changed with 1.15. */
const license: ZipEntry = {
  name: "LICENSE.txt",
  content: "A stand-in for the licence of the official archive.\n",
  mode: 0o644,
};

/**
 * The program of that archive, for a workspace that has it installed already.
 *
 * @throws WrongInput `version-malformed`
 */
export function standInProgram(version: string, { os, arch }: Platform, cli: string): string {
  checkedVersions([version]);
  return `#!/bin/sh
# Stands in for vault ${version} (${os}_${arch}): reports that version, and leaves every other call to the real CLI.
# That can be OpenBao's, which prefers BAO_ADDR to VAULT_ADDR, and so on, and asks the token helper that ~/.bao names;
# HashiCorp's knows no variable of that name, and reads ~/.vault.
case "\${1-}" in
  version | -version | --version | -v)
    echo "${versionLine(version)}"
    exit 0
    ;;
esac
set -f
for _bao in $(export -p); do
  case $_bao in BAO_*) ;; *) continue ;; esac
  _bao=\${_bao%%=*}
  case $_bao in *[!A-Za-z0-9_]*) ;; *) unset "$_bao" ;; esac
done
export VAULT_CONFIG_PATH="\${VAULT_CONFIG_PATH:-\${HOME-}/.vault}"
exec ${quote(cli)} "$@"
`;
}

/** As Vault prints it: the time of the build is there from 1.11 on. */
function versionLine(version: string): string {
  const line = `Vault v${version} (${commitOf(version)})`;
  return gte(version, "1.11.0-0") ? `${line}, built 2024-01-01T00:00:00Z` : line;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
