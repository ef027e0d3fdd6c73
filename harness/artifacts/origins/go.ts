import { tmpdir } from "node:os";
import { execa } from "execa";
import semver from "semver";
import { CannotRunHere } from "../../errors/index.ts";
import { noSpace } from "../cache/index.ts";
import { platform } from "../platform.ts";

/** One call of the Go command. */
export interface GoCall {
  readonly folder: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with each line on standard error, such as the package that is compiled. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `go` and gives its standard output; the proxy, checksum database and module cache are those of the user's
 * environment. Throws {@link CannotRunHere} (`source.no-go`, `source.failed`, `cache.no-space`).
 */
export async function go({ folder, args, environment, onLine, signal }: GoCall): Promise<string> {
  const { os, arch } = platform();
  const running = execa("go", args, {
    cwd: folder,
    reject: false,
    env: { GOOS: os, GOARCH: arch, CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOWORK: "off", ...environment },
    ...(signal && { cancelSignal: signal }),
  });
  if (onLine !== undefined) for await (const line of running.iterable({ from: "stderr" })) onLine(line);
  const result = await running;
  signal?.throwIfAborted();
  if (result.exitCode === 0) return result.stdout;
  throw result.code === "ENOENT" ? missing() : failed(args, result.stderr);
}

/** The oldest Go that builds what is built here: before it, `go` cannot read the `go.mod` files of today. */
const oldestGo = "1.21.0";

/**
 * Checks that there is a Go that can build from source.
 *
 * @throws CannotRunHere `source.no-go`, `source.old-go`
 */
export async function requireGo(signal?: AbortSignal): Promise<void> {
  const text = await go({ folder: tmpdir(), args: ["env", "GOVERSION"], signal });
  const version = semver.coerce(text);
  // A version of somebody's own says nothing.
  if (version === null || semver.gte(version, oldestGo)) return;
  throw new CannotRunHere(
    "source.old-go",
    `The \`go\` on PATH is ${version.version}, and building from source requires ${oldestGo} or newer.`,
    "Install a newer Go from https://go.dev/dl/.",
  );
}

function missing(): CannotRunHere {
  return new CannotRunHere(
    "source.no-go",
    "Building it from source requires `go` on PATH.",
    "Install Go from https://go.dev/dl/.",
  );
}

function failed(args: readonly string[], stderr: string): CannotRunHere {
  if (/no space left on device/i.test(stderr)) return noSpace();
  const lines = stderr
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("go: downloading"));
  const reason = lines.at(-1)?.replace(/\.$/, "") ?? "no message";
  return new CannotRunHere(
    "source.failed",
    `\`go ${args[0]}\` failed: ${reason}.`,
    "Check that `go` reaches its module proxy (GOPROXY) and checksum database (GOSUMDB).",
    { args, lastLines: lines.slice(-20) },
  );
}
