import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { checkModule } from "../pins/index.ts";
import type { ArtifactOptions } from "../types.ts";
import { go, requireGo } from "./go.ts";
import type { Way } from "./way.ts";

const downloadSchema = z.object({ Dir: z.string(), GoMod: z.string(), Sum: z.string() });

const listSchema = z.object({ Versions: z.array(z.string()).optional() });

/** A program whose own `go.mod` has `replace` lines, so that it cannot be installed by its path alone. */
interface Recipe {
  readonly module: string;
  readonly version: string;
  /** Modules that the program's repository has beside it, in versions that were published. */
  readonly beside: Readonly<Record<string, string>>;
  /** The package to build; `.` is the `main` that follows. */
  readonly package: string;
  readonly main: string;
  readonly linkerFlags: string;
  readonly tags?: string;
  readonly minutes: number;
}

const vaultMain = `package main

import (
	"os"

	"github.com/hashicorp/vault/command"
)

func main() {
	os.Exit(command.Run(os.Args[1:]))
}
`;

const vaults: Readonly<Record<string, Recipe>> = {
  "1.13.1": {
    module: "github.com/hashicorp/vault",
    version: "v1.13.1",
    beside: { "github.com/hashicorp/vault/sdk": "v0.8.1", "github.com/hashicorp/vault/api": "v1.9.0" },
    package: ".",
    main: vaultMain,
    linkerFlags: "-s -w",
    minutes: 8,
  },
};

/** The only Vault that can be built: later ones need modules that were not published, or are not open source. */
export const buildableVault = "1.13.1";

/** Vault from source, where that version can be built at all. */
export function vaultSource(version: string): readonly Way[] {
  const recipe = vaults[version];
  return recipe === undefined ? [] : [sourceWay(recipe)];
}

const coder = "github.com/coder/coder/v2";

/** The only Coder that the proxy serves whole. */
export const buildableCoder = "2.30.0";

/**
 * Coder from source, with its server or without, and without what is not open source, where that version can be built at
 * all.
 */
export function coderSource(version: string, has: "agent" | "server" = "agent"): readonly Way[] {
  if (version !== buildableCoder) return [];
  const tag = `-X ${coder}/buildinfo.tag=${version}`;
  return [
    sourceWay({
      module: coder,
      version: `v${version}`,
      beside: {},
      package: `${coder}/cmd/coder`,
      main: "package main\n\nfunc main() {}\n",
      linkerFlags: `-s -w ${tag} -X ${coder}/buildinfo.agpl=true`,
      ...(has === "agent" ? { tags: "slim", minutes: 4 } : { minutes: 8 }),
    }),
  ];
}

const opentofu = "github.com/opentofu/opentofu";

/** The OpenTofu that was built and tried; the proxy need not list it to have it. */
export const triedOpentofu = "1.10.10";

/** OpenTofu from source. */
export function opentofuSource(version: string): Way {
  const module = opentofu;
  return sourceWay({
    module,
    version: `v${version}`,
    beside: {},
    package: `${module}/cmd/tofu`,
    main: "package main\n\nfunc main() {}\n",
    linkerFlags: `-s -w -X ${module}/version.dev=no`,
    minutes: 3,
  });
}

/** Every OpenTofu that can be built from source here. */
export function opentofuSources(signal?: AbortSignal): Promise<string[]> {
  return moduleVersions(opentofu, triedOpentofu, signal);
}

/** Every Vault that can be built from source here. */
export async function vaultSources(signal?: AbortSignal): Promise<string[]> {
  await lookUp("github.com/hashicorp/vault", `v${buildableVault}`, signal);
  return [buildableVault];
}

/** Versions of a Go module that its proxy lists, with one that is known to be there whether or not it is listed. */
export async function moduleVersions(module: string, known: string, signal?: AbortSignal): Promise<string[]> {
  const text = await go({ folder: tmpdir(), args: ["list", "-m", "-versions", "-json", module], signal });
  const { Versions = [] } = listSchema.parse(JSON.parse(text));
  return [known, ...Versions.map((version) => version.replace(/^v/, ""))];
}

/** The sum of a Go module's files, as its proxy has them and the checksum database vouches for. */
export async function moduleSum(module: string, version: string, signal?: AbortSignal): Promise<string> {
  const args = ["mod", "download", "-json", `${module}@${version}`];
  return downloadSchema.parse(JSON.parse(await go({ folder: tmpdir(), args, signal }))).Sum;
}

/** A program that `go install` can make by itself. */
export function installedSource(module: string, version: string): Way {
  return {
    origin: "source",
    from: "source",
    look: ({ signal }) => lookUp(module, `v${version}`, signal),
    fetch: async (target, options) => {
      await requireGo(options.signal);
      const bin = join(dirname(target), "bin");
      await mkdir(bin);
      const args = ["install", "-v", "-trimpath", "-ldflags=-s -w", `${module}@v${version}`];
      const { signal } = options;
      await download(module, `v${version}`, bin, options);
      await go({
        folder: bin,
        args,
        environment: { GOBIN: bin, GOTMPDIR: dirname(target) },
        onLine: counter(module, options),
        signal,
      });
      const [file] = await readdir(bin);
      if (file !== undefined) await rename(join(bin, file), target);
    },
  };
}

function sourceWay(recipe: Recipe): Way {
  return {
    origin: "source",
    from: "source",
    look: ({ signal }) => lookUp(recipe.module, recipe.version, signal),
    fetch: async (target, options) => {
      await requireGo(options.signal);
      const folder = join(dirname(target), "module");
      await mkdir(folder);
      options.progress(
        `Building ${recipe.module} ${recipe.version}: about ${recipe.minutes} minutes on two cores, once.`,
      );
      await prepare(recipe, folder, options);
      const tags = recipe.tags === undefined ? [] : ["-tags", recipe.tags];
      const flags = ["-v", "-mod=mod", "-trimpath", ...tags, `-ldflags=${recipe.linkerFlags}`, "-o", target];
      const call = { folder, environment: { GOTMPDIR: dirname(target) }, signal: options.signal };
      await go({ ...call, args: ["build", ...flags, recipe.package], onLine: counter(recipe.module, options) });
    },
  };
}

/** Asks the proxy for the version's date alone. */
async function lookUp(module: string, version: string, signal?: AbortSignal): Promise<string> {
  await requireGo(signal);
  return await go({ folder: tmpdir(), args: ["list", "-m", `${module}@${version}`], signal });
}

/** Makes a module that requires what the program's own one does; its checksums come along for what the database lacks. */
async function prepare(recipe: Recipe, folder: string, options: ArtifactOptions): Promise<void> {
  const { signal } = options;
  const upstream = await download(recipe.module, recipe.version, folder, options);
  const requirements = (await readFile(upstream.GoMod, "utf8"))
    .replace(/^module .*$/m, "module build.invalid/program")
    .replace(/^replace \S+(?: \S+)? => \.{1,2}\/.*\n/gm, "")
    // What its developers run, which would have to be downloaded too.
    .replace(/^tool (?:\([^)]*\)|.*)\n/gm, "");
  await writeFile(join(folder, "go.mod"), requirements);
  await writeFile(join(folder, "go.sum"), await readFile(join(upstream.Dir, "go.sum")));
  await writeFile(join(folder, "main.go"), recipe.main);
  const required = Object.entries({ ...recipe.beside, [recipe.module]: recipe.version });
  const edits = required.map(([module, version]) => `-require=${module}@${version}`);
  await go({ folder, args: ["mod", "edit", ...edits], signal });
}

/** A module's files, once they are what is pinned; the checksum database vouches for those that are not. */
async function download(
  module: string,
  version: string,
  folder: string,
  options: Pick<ArtifactOptions, "pins" | "signal">,
): Promise<z.infer<typeof downloadSchema>> {
  const name = `${module}@${version}`;
  const text = await go({ folder, args: ["mod", "download", "-json", name], signal: options.signal });
  const found = downloadSchema.parse(JSON.parse(text));
  await checkModule({ name, digest: found.Sum, from: "at the Go proxy" }, options);
  return found;
}

/** Tells after every 250 packages that something is still going on. */
function counter(what: string, { progress }: ArtifactOptions): (line: string) => void {
  let packages = 0;
  return (line) => {
    if (line.startsWith("go: ")) return;
    packages += 1;
    if (packages % 250 === 0) progress(`Building ${what}: ${packages} packages compiled.`);
  };
}
