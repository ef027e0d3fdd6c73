/** A module somewhere else, as a module block names it. */
export interface ModuleSource {
  readonly source: string;
  /** Of a registry's module; default: the newest. */
  readonly version?: string;
}

const registry = /^((?:(?:[\w-]+\.)+[\w-]+(?::\d+)?\/)?[\w-]+\/[\w-]+\/[\w-]+)(?:@([\w.+-]+))?$/;
const elsewhere = /^\w+::|^https?:\/\/|^git@|^(?:github\.com|bitbucket\.org)\//;

/**
 * Reads a word that names no folder here: a registry's module (`[HOST/]NAMESPACE/NAME/PROVIDER[@VERSION]`), a URL,
 * `github.com/…`, or one with a getter (`git::…`). `undefined` for what is none of these.
 * Source: Terraform's documentation, "Module Sources".
 */
export function parseModuleSource(word: string): ModuleSource | undefined {
  if (elsewhere.test(word)) return { source: word };
  const [, source, version] = registry.exec(word) ?? [];
  if (source === undefined) return undefined;
  return { source, ...(version === undefined ? {} : { version }) };
}
