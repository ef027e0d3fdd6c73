import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyPatch, parsePatch, type StructuredPatch } from "diff";
import { WrongInput } from "../../harness/errors/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { mutantFolder } from "./mutants.ts";

/** A copy of `module/` with a mutant's mistake in it, until it is disposed. */
export interface MutatedModule extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Makes the module that a mutant is.
 *
 * @throws WrongInput `mutant.patch` when the patch does not fit the module exactly
 */
export async function mutatedModule(name: string, patches: string = mutantFolder): Promise<MutatedModule> {
  const text = await readFile(join(patches, `${name}.patch`), "utf8");
  await using made = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), `mutant-${name}-`));
  made.defer(() => rm(folder, { recursive: true, force: true }));
  await cp(join(packageFolder, "module"), folder, { recursive: true });
  for (const patch of parsePatch(text)) await patchFile(name, folder, patch);
  const all = made.move();
  return { folder, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function patchFile(name: string, folder: string, patch: StructuredPatch): Promise<void> {
  const file = (patch.oldFileName ?? "").replace(/^a\//, "");
  const before = await readFile(join(folder, file), "utf8").catch(() => undefined);
  const after = before === undefined ? false : applyPatch(before, patch, { fuzzFactor: 0 });
  if (after === false || after === before) {
    throw new WrongInput(
      "mutant.patch",
      `The mutant ${name} no longer fits the module: its patch of ${file || "no file"} does not apply.`,
      `Renew fixtures/mutants/${name}.patch against module/.`,
      { name, file },
    );
  }
  await writeFile(join(folder, file), after);
}
