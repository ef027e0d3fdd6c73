import type { Finding } from "../../../model/index.ts";
import type { StartRecord } from "../record.ts";
import { secretsInFiles } from "./files.ts";
import { nothingElse } from "./others.ts";
import { personalFiles } from "./personal.ts";
import { writablePrograms } from "./programs.ts";
import { nobodyElse } from "./recipients.ts";
import { sessionsBehave } from "./shells.ts";
import { secretsInArguments, secretsInLog } from "./texts.ts";
import { tlsVerified } from "./tls.ts";
import { loginsNeeded } from "./vault.ts";

export { secretsOfBuild } from "./texts.ts";

/** What a start must not do, in sentences; by the requirement that is about it. */
const rules: Readonly<Record<string, (record: StartRecord) => readonly string[]>> = {
  "START-01": secretsInFiles,
  "START-02": writablePrograms,
  "START-03": personalFiles,
  "START-04": sessionsBehave,
  "START-05": loginsNeeded,
  "START-06": nobodyElse,
  "START-07": tlsVerified,
  "START-08": nothingElse,
  "SEC-01": secretsInLog,
  "SEC-04": secretsInArguments,
};

/** What rests on files and processes that were watched. */
const watching = ["START-01", "START-02", "START-03", "START-07", "START-08"];

/** What a start did and must not do, each once. */
export function findingsOf(record: StartRecord): readonly Finding[] {
  const { what, watched } = record;
  const seen = Object.entries(rules).flatMap(([requirement, rule]) =>
    [...new Set(rule(record))].map((sentence): Finding => ({ requirement, sentence: `${what}: ${sentence}` })),
  );
  const unseen = watching.flatMap((requirement) =>
    watched.unseen.map((sight): Finding => {
      return { requirement, sentence: `${what}: the harness could not see ${sight}`, isUnseen: true };
    }),
  );
  return [...seen, ...unseen];
}
