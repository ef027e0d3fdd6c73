import { createHash, randomUUID } from "node:crypto";
import { chmod, copyFile, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256OfFile } from "../../../artifacts/cache/index.ts";
import { CannotRunHere } from "../../../errors/index.ts";
import type { AgentKind } from "../../../model/index.ts";
import { packageFolder } from "../../../package/index.ts";
import { busyboxProfile } from "../../agents.ts";
import { tools, toolsFolder } from "../../tools.ts";
import type { Host } from "../daemon/index.ts";
import { type Build, buildImage } from "./build.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { ownImages } from "./own-names.ts";
import { imageId } from "./pull.ts";
import type { ImageOptions } from "./types.ts";

const recipes = join(packageFolder, "fixtures/images");

/** Makes a workspace's image by its Dockerfile. */
export async function makeAgent(host: Host, kind: AgentKind, base: string, options: ImageOptions): Promise<string> {
  const folder = join(recipes, kind);
  const args = { TOOLS: tools.join(" "), TOOLS_FOLDER: toolsFolder, PROFILE: busyboxProfile };
  const content = [await readFile(join(folder, "Dockerfile"), "utf8"), await imageId(host, base), args];
  const tag = `${ownImages}/agent:${kind}-${digest(content)}`;
  return await unlessPresent(host, tag, options, async () => {
    if (options.offline && kind === "debian") throw notOffline(kind);
    options.progress(`building the workspace image ${kind} (once)`);
    await buildImage(host, { folder, tag, kind: `agent-${kind}`, base, args });
  });
}

/** Makes an image with executables of this machine in it: absolute path in the image to path on this machine. */
export async function withExecutables(
  host: Host,
  base: string,
  executables: Readonly<Record<string, string>>,
  options: ImageOptions,
): Promise<string> {
  const entries = Object.entries(executables);
  if (entries.length === 0) return base;
  const contents = await Promise.all(entries.map(async ([to, from]) => [to, await sha256OfFile(from)]));
  const tag = `${ownImages}/programs:${digest([contents, await imageId(host, base)])}`;
  return await unlessPresent(host, tag, options, async () => {
    options.progress(`putting ${entries.map(([to]) => to).join(", ")} into an image (once for each version)`);
    const build = { folder: buildFolder(options), tag, kind: "programs", base };
    await buildWith(host, build, (folder) => layOut(folder, entries));
  });
}

/** What an image consists of that has nothing of a system. */
export interface BareRoot {
  /** Links, from what they lead to. */
  readonly links: readonly { readonly from: string; readonly to: string }[];
  /** Folders in which everybody may write. */
  readonly folders: readonly string[];
}

/** Makes an image of nothing but links and folders, for this machine's own programs to be mounted into. */
export async function makeBareRoot(host: Host, root: BareRoot, options: ImageOptions): Promise<string> {
  const tag = `${ownImages}/terraform:${digest(root)}`;
  return await unlessPresent(host, tag, options, async () => {
    const build = { folder: buildFolder(options), tag, kind: "terraform", base: "scratch" };
    await buildWith(host, build, (folder) => layOutRoot(folder, root));
  });
}

async function layOutRoot(folder: string, { links, folders }: BareRoot): Promise<void> {
  const root = join(folder, "root");
  await mkdir(root, { recursive: true });
  await writeFile(join(folder, "Dockerfile"), "ARG BASE\nFROM $BASE\nCOPY root /\n");
  for (const { from, to } of links) await symlink(from, join(root, to));
  for (const place of folders) {
    await mkdir(join(root, place), { recursive: true });
    await chmod(join(root, place), 0o1777);
  }
}

function buildFolder({ run }: ImageOptions): string {
  return join(run.folder, `build-${randomUUID().slice(0, 8)}`);
}

async function buildWith(host: Host, build: Build, layOutFolder: (folder: string) => Promise<void>): Promise<void> {
  try {
    await layOutFolder(build.folder);
    await buildImage(host, build);
  } finally {
    await rm(build.folder, { recursive: true, force: true });
  }
}

async function layOut(folder: string, entries: readonly (readonly [string, string])[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const copies = entries.map(([to], index) => `COPY ${JSON.stringify([`program-${index}`, to])}`);
  await writeFile(join(folder, "Dockerfile"), ["ARG BASE", "FROM $BASE", ...copies, ""].join("\n"));
  await Promise.all(
    entries.map(async ([, from], index) => {
      await copyFile(from, join(folder, `program-${index}`));
      await chmod(join(folder, `program-${index}`), 0o755);
    }),
  );
}

async function unlessPresent(
  host: Host,
  tag: string,
  options: ImageOptions,
  make: () => Promise<void>,
): Promise<string> {
  const present = async () => ((await imageId(host, tag)) === undefined ? undefined : tag);
  return await oneAtATime(tag, options, present, async () => {
    await make();
    return tag;
  });
}

function notOffline(kind: AgentKind): CannotRunHere {
  return new CannotRunHere(
    "runtime.image-offline",
    `The workspace image ${kind} is not built yet, and --offline does not allow downloads.`,
    "Run once without --offline, or use --runtime process.",
    { kind },
  );
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
