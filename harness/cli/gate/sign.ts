import { resolve } from "node:path";
import type { NamedKey } from "../../attestation/index.ts";
import { WrongInput } from "../../errors/index.ts";
import type { Report } from "../../model/report/index.ts";
import { reportFiles, type Writing, type WrittenFile } from "../../output/index.ts";
import { named, print } from "../../text/index.ts";
import { isInside } from "../is-inside.ts";

/** Loaded only if a report is signed. */
const attestation = () => import("../../attestation/index.ts");

/**
 * Reads the key that reports are signed with, before anything of a module runs: from then on it is in this process alone.
 * @throws WrongInput `key.*`
 */
export async function readSigner(path: string): Promise<NamedKey> {
  const { key, id, warnings } = await (await attestation()).readPrivateKey(path);
  print(process.stderr, warnings);
  return { key, id };
}

/** @throws WrongInput `option.sign` where a module's code could read the key */
export function checkKeyOutside(path: string, module: string): void {
  if (!isInside(resolve(path), module)) return;
  const problem = `The key ${named(path)} is in the folder ${named(module)}, which the module's code can read.`;
  throw new WrongInput("option.sign", problem, "Move the key out of that folder.", { path, module });
}

/** The names of the files that a run writes. */
export function filesWritten(key: string | undefined): readonly string[] {
  return key === undefined ? reportFiles : [...reportFiles, "manifest.json"];
}

/** How a report's files are signed beside them; nothing where there is no key. */
export async function sealedBy(signer: NamedKey | undefined, report: Report): Promise<Pick<Writing, "seal">> {
  if (signer === undefined) return {};
  const { manifestFile, signedManifest } = await attestation();
  const { tool, startedAt, subject } = report;
  return {
    seal: (files) => ({ [manifestFile]: signedManifest({ files, tool, startedAt, digest: subject.digest }, signer) }),
  };
}

/** The lines about written reports: where the page is, and the digest of `report.json` as `sha256sum --check` reads it in its folder. */
export function writtenLines(files: readonly WrittenFile[], signer: NamedKey | undefined): readonly string[] {
  return [
    ...files.flatMap(({ path, moved }) =>
      moved === undefined ? [] : [`moved aside: the folder ${named(path)}, to ${named(moved)}`],
    ),
    ...files.flatMap(({ name, path }) => (name === "report.html" ? [`Report: ${named(path)}`] : [])),
    ...files.flatMap(({ name, sha256 }) => (name === "report.json" ? [`${sha256}  ${name}`] : [])),
    ...(signer === undefined ? [] : [`Signed by the key ${signer.id}`]),
  ];
}
