import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Argument, Span } from "../../../hcl/index.ts";
import {
  argumentOf,
  keyOf,
  type Part,
  referencesIn,
  type TemplateFolder,
  type TemplateFolders,
} from "./declarations.ts";
import { resolved } from "./dependencies.ts";
import { baseName, type NeededProviders } from "./needed-providers.ts";

/** A change of a file: its text between two places gives way to another, lines kept. */
interface Edit extends Pick<Span, "start" | "end"> {
  readonly file: string;
  readonly text: string;
}

interface What {
  readonly removed: ReadonlySet<string>;
  readonly providers: NeededProviders;
}

/**
 * Takes out of a template's files what is left out, with the providers that nothing else needs. What stays is on the
 * lines where it was.
 */
export async function strip(root: string, folders: TemplateFolders, what: What): Promise<void> {
  const edits = [...folders.values()].flatMap((folder) => [
    ...declarationEdits(folder, what),
    ...callEdits(folder, folders, what),
    ...otherEdits(folder, folders, what),
  ]);
  await applyEdits(root, edits);
}

function declarationEdits({ path, declarations, json }: TemplateFolder, { removed, providers }: What): readonly Edit[] {
  const gone = [...declarations.values()].filter(({ key, address }) => {
    const [, provider] = /^provider\.(.+)$/.exec(address) ?? [];
    const isUnused = provider !== undefined && !providers.get(path)?.has(provider) && !json.includes(`"${provider}`);
    return removed.has(key) || isUnused;
  });
  return gone.flatMap(({ address, parts }) =>
    parts.map((part) => {
      const [, input] = /^var\.(.+)$/.exec(address) ?? [];
      // What refers to it is gone, but its calls need not give it any more.
      return removal(part, part, input === undefined ? "" : `variable "${input}" { default = null }`);
    }),
  );
}

/** What calls give to variables that are gone, and providers that nothing needs. */
function callEdits(folder: TemplateFolder, folders: TemplateFolders, { removed, providers }: What): readonly Edit[] {
  return [...folder.calls].flatMap(([name, to]) => {
    const call = folder.declarations.get(`module.${name}`);
    if (call === undefined || removed.has(call.key)) return [];
    return call.parts.flatMap((part) =>
      part.arguments.flatMap((argument) => {
        if (argument.name === "providers") return [removal(part, argument, providersText(argument, providers.get(to)))];
        const isGone = folders.has(to) && removed.has(keyOf(to, `var.${argument.name}`));
        return isGone ? [removal(part, argument)] : [];
      }),
    );
  });
}

function providersText({ entries }: Argument, needed: ReadonlySet<string> = new Set()): string {
  const kept = entries.filter(({ key }) => needed.has(baseName(key)));
  return kept.length === 0 ? "" : `providers = { ${kept.map(({ key, value }) => `${key} = ${value}`).join(", ")} }`;
}

/** Entries of `required_providers`, and blocks such as `moved` about what is gone. */
function otherEdits(folder: TemplateFolder, folders: TemplateFolders, { removed, providers }: What): readonly Edit[] {
  const isNeeded = (name: string) => providers.get(folder.path)?.has(name) || folder.json.includes(`"${name}`);
  return folder.others.flatMap((part) => {
    if (part.block.type !== "terraform") {
      const keys = referencesIn(part.block).flatMap((names) => resolved(names, folder, folders));
      return keys.some((key) => removed.has(key)) ? [removal(part, part)] : [];
    }
    const required = part.block.blocks.filter(({ type }) => type === "required_providers");
    const entries = required.flatMap((block) => block.arguments);
    return entries.filter(({ name }) => !isNeeded(name)).map((entry) => removal(part, entry));
  });
}

function removal({ file }: Pick<Part, "file">, { start, end }: Span, text = ""): Edit {
  return { file, start, end, text };
}

/** Changes files of a template; what is changed is as many lines as before. */
async function applyEdits(root: string, edits: readonly Edit[]): Promise<void> {
  for (const [file, all] of Map.groupBy(edits, (one) => one.file)) {
    const path = join(root, file);
    let text = await readFile(path, "utf8");
    for (const { start, end, text: instead } of all.toSorted((a, b) => b.start - a.start)) {
      const lines = text.slice(start, end).split("\n").length - 1;
      text = text.slice(0, start) + instead + "\n".repeat(lines) + text.slice(end);
    }
    await writeFile(path, text);
  }
}

/** Has a call lead to a folder of the template. */
export async function setSource(root: string, parts: readonly Part[], source: string): Promise<void> {
  const edits = parts.flatMap((part) => {
    const [own, version] = ["source", "version"].map((name) => argumentOf([part], name));
    return [
      ...(own === undefined ? [] : [removal(part, own, `source = ${JSON.stringify(source)}`)]),
      ...(version === undefined ? [] : [removal(part, version)]),
    ];
  });
  await applyEdits(root, edits);
}
