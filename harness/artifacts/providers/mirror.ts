import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import semver from "semver";
import { platformName } from "../platform.ts";
import { isVersion } from "../words.ts";

const maxDepth = 5;

/**
 * The providers for this machine in a filesystem mirror, with their newest versions, such as `coder/coder` → `2.13.1`.
 * Both of Terraform's layouts count: packed `HOST/NAMESPACE/TYPE/terraform-provider-TYPE_VERSION_OS_ARCH.zip` and
 * unpacked `HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/`.
 */
export async function providersIn(folder: string): Promise<Record<string, string>> {
  const newest: Record<string, string> = {};
  for (const path of await paths(folder, maxDepth)) {
    const found = unpacked(path) ?? packed(path);
    if (found === undefined || !isVersion(found.version)) continue;
    const known = newest[found.address];
    if (known === undefined || semver.gt(found.version, known)) newest[found.address] = found.version;
  }
  return newest;
}

/** Whether a filesystem mirror has this version of a provider for this machine, at the host that Terraform looks under. */
export async function mirrorHolds(folder: string, host: string, wanted: Found): Promise<boolean> {
  return (await paths(folder, maxDepth)).some((path) => {
    const found = unpacked(path) ?? packed(path);
    return path[0] === host && found?.address === wanted.address && found.version === wanted.version;
  });
}

interface Found {
  readonly address: string;
  readonly version: string;
}

function unpacked(path: readonly string[]): Found | undefined {
  const [, namespace, type, version = "", target, ...more] = path;
  return target === platformName() && more.length === 0 ? { address: `${namespace}/${type}`, version } : undefined;
}

function packed(path: readonly string[]): Found | undefined {
  const [, namespace, type, file = "", ...more] = path;
  const [prefix, suffix] = [`terraform-provider-${type}_`, `_${platformName()}.zip`];
  if (more.length > 0 || !file.startsWith(prefix) || !file.endsWith(suffix)) return undefined;
  return { address: `${namespace}/${type}`, version: file.slice(prefix.length, -suffix.length) };
}

/** All paths below a folder down to a depth; links are followed, as Terraform does. */
async function paths(folder: string, depth: number, above: readonly string[] = []): Promise<string[][]> {
  if (depth === 0) return [];
  const found: string[][] = [];
  for (const name of await readdir(join(folder, ...above))) {
    const path = [...above, name];
    found.push(path);
    const isFolder = await stat(join(folder, ...path))
      .then((info) => info.isDirectory())
      .catch(() => false);
    if (isFolder) found.push(...(await paths(folder, depth - 1, path)));
  }
  return found;
}
