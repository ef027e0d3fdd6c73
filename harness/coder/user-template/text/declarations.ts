import { readdir, readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { type Argument, type PlacedBlock, placedBlocks, type Span } from "../../../hcl/index.ts";
import { literalOf } from "../configuration.ts";

/** A part of a template's text that has an address: a block, or one of the arguments of `locals`. */
export interface Part extends Span {
  /** Seen from the template's folder. */
  readonly file: string;
  readonly arguments: readonly Argument[];
  readonly block: PlacedBlock;
}

/** What a folder of a template declares under one address, such as `coder_agent.main`, `local.n`, `module.m`. */
export interface Declaration {
  readonly key: string;
  readonly folder: string;
  readonly address: string;
  /** Several where files override it. */
  readonly parts: readonly Part[];
}

/** A folder of Terraform files in a template. */
export interface TemplateFolder {
  /** Seen from the template's; `.` is the root. */
  readonly path: string;
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** `terraform`, `moved`, `import` and the like. */
  readonly others: readonly Part[];
  /** The folders of the modules that it calls, by the names of the calls; elsewhere is not here. */
  readonly calls: ReadonlyMap<string, string>;
  /** The texts of its files in JSON, which are not read further: what they name stays. */
  readonly json: string;
}

/** The folders of a template, by path: the root and those of all local modules that it calls. */
export type TemplateFolders = ReadonlyMap<string, TemplateFolder>;

/**
 * Reads the declarations of a template, in the native syntax; those in JSON are left to Terraform. The call of the
 * subject leads nowhere: something else takes its place.
 */
export async function readTemplate(root: string, subjectCall: string): Promise<TemplateFolders> {
  const folders = new Map<string, TemplateFolder>();
  const pending = ["."];
  for (const path of pending) {
    if (folders.has(path)) continue;
    const folder = await readFolder(root, path);
    const calls = [...folder.calls].filter(([name]) => path !== "." || name !== subjectCall);
    folders.set(path, { ...folder, calls: new Map(calls) });
    pending.push(...calls.map(([, to]) => to));
  }
  return folders;
}

/** Reads the declarations of one folder. */
export async function readFolder(root: string, path: string): Promise<TemplateFolder> {
  const names = (await readdir(join(root, path)).catch(() => [])).sort().map((name) => normalize(join(path, name)));
  const files = names.filter((name) => name.endsWith(".tf"));
  const inJson = names.filter((name) => name.endsWith(".tf.json"));
  const parts = (await Promise.all(files.map(async (file) => await partsOf(root, file)))).flat();
  const declarations = new Map<string, Declaration>();
  for (const { address, ...part } of parts) {
    if (address === undefined) continue;
    const known = declarations.get(address)?.parts ?? [];
    declarations.set(address, { key: keyOf(path, address), folder: path, address, parts: [...known, part] });
  }
  const others = parts.filter(({ address }) => address === undefined);
  const json = (await Promise.all(inJson.map((file) => readFile(join(root, file), "utf8")))).join("\n");
  return { path, declarations, others, calls: callsIn(path, declarations), json };
}

/** What tells a declaration from those of other folders. */
export function keyOf(folder: string, address: string): string {
  return `${folder}\n${address}`;
}

type Found = Part & { readonly address: string | undefined };

async function partsOf(root: string, file: string): Promise<readonly Found[]> {
  const blocks = await placedBlocks(await readFile(join(root, file), "utf8"));
  return blocks.flatMap((block): readonly Found[] => {
    const { line, start, end } = block;
    if (block.type !== "locals")
      return [{ file, line, start, end, arguments: block.arguments, block, address: addressOf(block) }];
    return block.arguments.map((one) => {
      const at = { line: one.line, start: one.start, end: one.end };
      return { file, ...at, arguments: [one], block, address: `local.${one.name}` };
    });
  });
}

const prefixes: Readonly<Record<string, string>> = {
  resource: "",
  data: "data.",
  ephemeral: "ephemeral.",
  module: "module.",
  variable: "var.",
  output: "output.",
  provider: "provider.",
};

function addressOf({ type, labels }: PlacedBlock): string | undefined {
  const prefix = prefixes[type];
  return prefix === undefined ? undefined : `${prefix}${labels.join(".")}`;
}

function callsIn(path: string, declarations: ReadonlyMap<string, Declaration>): ReadonlyMap<string, string> {
  const calls = new Map<string, string>();
  for (const [address, { parts }] of declarations) {
    const source = sourceOf(parts);
    if (!address.startsWith("module.") || source === undefined || !isLocal(source)) continue;
    calls.set(address.slice("module.".length), normalize(join(path, source)).replace(/(?<=.)\/$/, ""));
  }
  return calls;
}

/** The source of a module call, as its last file has it. */
export function sourceOf(parts: readonly Part[]): string | undefined {
  return literalOf(argumentOf(parts, "source")?.text);
}

/** An argument of a declaration, as its last file has it. */
export function argumentOf(parts: readonly Part[], name: string): Argument | undefined {
  return parts.flatMap((part) => part.arguments.filter((one) => one.name === name)).at(-1);
}

/** Whether a module's source is a folder beside the one that calls it. */
export function isLocal(source: string): boolean {
  return /^\.\.?(\/|$)/.test(source);
}

/** All references in a part, those of nested blocks included. */
export function referencesIn({ arguments: given, blocks }: PlacedBlock): readonly (readonly string[])[] {
  return [...given.flatMap(({ references }) => references), ...blocks.flatMap(referencesIn)];
}

/** Where a part stands, in words. */
export function placeOf({ file }: Pick<Part, "file">, { line }: Pick<Span, "line">): string {
  return `${file}:${line}`;
}
