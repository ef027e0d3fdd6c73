import type { Finding } from "../../../model/index.ts";
import type { StartRecord } from "../record.ts";
import { secretsInFiles } from "./files.ts";
import { nothingElse } from "./others.ts";
import { personalFiles } from "./personal.ts";
import { writablePrograms } from "./programs.ts";
import { sessionsBehave } from "./shells.ts";
import { secretsShown } from "./texts.ts";
import { tlsVerified } from "./tls.ts";
import { loginsNeeded } from "./vault.ts";

export { secretsOfBuild } from "./texts.ts";

const rules = [
  secretsInFiles,
  writablePrograms,
  personalFiles,
  sessionsBehave,
  loginsNeeded,
  tlsVerified,
  nothingElse,
  secretsShown,
];

/** What rests on files and processes that were watched. */
const watching = ["START-01", "START-02", "START-03", "START-07", "START-08"];

/** What a start did and must not do, each once. */
export function findingsOf(record: StartRecord): readonly Finding[] {
  const all = rules.flatMap((rule) => rule(record));
  const unseen = record.watched.unseen.flatMap((what) =>
    watching.map(
      (requirement): Finding => ({ requirement, sentence: `the harness could not see ${what}`, isUnseen: true }),
    ),
  );
  const named = [...all, ...unseen].map((one) => ({ ...one, sentence: `${record.what}: ${one.sentence}` }));
  return [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
}
