import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Check, readPublicKey, remarksIn, verifyAttestation } from "../../attestation/index.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../errors/index.ts";
import { clockSkew } from "../../gate/index.ts";
import { readBounded, readDuration } from "../../input/index.ts";
import { named, print } from "../../text/index.ts";
import { shippedFile } from "../shipped-file.ts";
import { readModuleFiles } from "./module-folder.ts";

/** The options of `verify` as they were typed. */
export interface VerifyOptions {
  readonly module: string;
  readonly key: string;
  readonly policy?: string;
  readonly maxAge?: string;
}

/** Says whether an attestation is the key's own, about the module that is here, and says what it should. */
export async function verify(path: string, options: VerifyOptions): Promise<ExitStatus> {
  const age = maxAge(options.maxAge);
  const { key, id } = await readPublicKey(options.key);
  const policy = options.policy === undefined ? undefined : await digestOfPolicy(options.policy);
  const { bytes } = await readBounded(path, "attestation");
  const { files, root } = await readModuleFiles(options.module);
  const text = bytes.toString("utf8");
  const checks = verifyAttestation(text, path, {
    key,
    keyid: id,
    files,
    ...(policy === undefined ? {} : { policy }),
    ...(age === undefined ? {} : { maxAge: age }),
    now: new Date(),
    clockSkew,
  });
  const holds = checks.every((check) => check.holds);
  // Without its signature whatever it says would be anyone's word.
  const isSigned = checks.some(({ what, holds }) => what === "signature" && holds);
  const remarks = isSigned ? remarksIn(text, path).map((remark) => `  · ${remark}`) : [];
  const unchecked = policy === undefined ? ["  · policy    not checked, as --policy is not given"] : [];
  print(process.stdout, [
    verdictOf(checks, path),
    ...checks.map(lineOf),
    ...unchecked,
    ...remarks,
    ...(await uncovered(root)),
  ]);
  return holds ? exitStatus.conforms : exitStatus.doesNotConform;
}

function verdictOf(checks: readonly Check[], path: string): string {
  const failed = checks.filter(({ holds }) => !holds).map(({ what }) => what);
  if (failed.length === 0) return `✓ ${named(path)} holds.`;
  return `✗ ${named(path)} does not hold: ${failed.join(", ")}.`;
}

function lineOf({ what, holds, found }: Check): string {
  return `  ${holds ? "✓" : "✗"} ${what.padEnd(10)}${found}`;
}

/** A digest that covers git's own data would be another one after every command of git. */
async function uncovered(folder: string): Promise<readonly string[]> {
  const hasGit = await lstat(join(folder, ".git")).then(
    () => true,
    () => false,
  );
  return hasGit ? ["Not covered: .git, which a module can read. If you do not trust it, use a copy without it."] : [];
}

function maxAge(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const age = readDuration(word);
  if (age !== undefined) return age;
  const remedy = "Give a number with m, h, d or w, such as 30d.";
  throw new WrongInput("option.max-age", `--max-age ${named(word)} is not a duration.`, remedy, { word });
}

async function digestOfPolicy(word: string): Promise<string> {
  const { createHash } = await import("node:crypto");
  const { bytes } = await readBounded(shippedFile("policies", word), "policy");
  return createHash("sha256").update(bytes).digest("hex");
}
