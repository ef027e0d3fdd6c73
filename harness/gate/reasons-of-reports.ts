import { readDuration } from "../input/index.ts";
import type { Report } from "../model/report/index.ts";
import { named } from "../text/index.ts";
import type { Policy, Reason } from "./types.ts";

/** The module to publish. */
export interface Subject {
  readonly digest: string;
  /** As it is published; `undefined` where its folder does not tell. */
  readonly version?: string;
}

/** A report, and what is known of who signed it. */
export interface GivenReport {
  readonly report: Report;
  readonly where: string;
  /** Left out where nobody looked. */
  readonly signature?: Signature;
}

/** The id of the key that signed a report's bytes, or why none of the keys that count did, in a sentence. */
export type Signature = { readonly signedBy: string } | { readonly problem: string };

interface Input {
  readonly policy: Policy;
  readonly reports: readonly GivenReport[];
  readonly requireSigned?: boolean;
  readonly subject?: Subject;
  readonly now: Date;
}

/** Clocks of two machines may differ by so many milliseconds before a report counts as one of the future. */
export const clockSkew = 300_000;

/** Why a policy refuses reports as such: their age, their signature, and their subject. */
export function reasonsOfReports({ policy, reports, subject, now, requireSigned = false }: Input): readonly Reason[] {
  const [first] = reports;
  if (first === undefined) {
    const problem = "There is no report.";
    return [{ code: "report.none", problem, enough: "Run the module, and add its report." }];
  }
  const due = subject ?? first.report.subject;
  const whose = subject === undefined ? named(first.where) : "the folder given by --module";
  const mustBeSigned = requireSigned || (policy.requireSigned ?? false);
  return reports.flatMap((one) => [
    ...(mustBeSigned ? unsigned(one) : []),
    ...wrongAge(one, policy, now),
    ...wrongSubject(one, due, whose),
  ]);
}

type Named = Pick<GivenReport, "report" | "where">;

/** Anyone who can write the file can change an unsigned report. */
function unsigned({ where, signature }: GivenReport): readonly Reason[] {
  if (signature !== undefined && "signedBy" in signature) return [];
  const why = signature?.problem ?? "No --signer key was given.";
  const enough = "Give a report that `run --sign` wrote, beside its manifest.json, and its public key with --signer.";
  return [{ code: "report.unsigned", problem: `${named(where)} has no valid signature. ${why}`, enough }];
}

function wrongAge({ report, where }: Named, { maxAge }: Policy, now: Date): readonly Reason[] {
  const age = now.getTime() - Date.parse(report.startedAt);
  if (age < -clockSkew) {
    const problem = `${named(where)} is from the future: its run started at ${report.startedAt}, and it is ${now.toISOString()}.`;
    return [{ code: "report.future", problem, enough: "Correct the clocks, and run again." }];
  }
  if (age <= (readDuration(maxAge) ?? 0)) return [];
  const problem = `${named(where)} is too old: its run started at ${report.startedAt}, more than ${maxAge} ago.`;
  return [{ code: "report.too-old", problem, enough: `Run again: a report may be at most ${maxAge} old.` }];
}

function wrongSubject({ report, where }: Named, due: Subject, whose: string): readonly Reason[] {
  const { digest, version } = report.subject;
  const reasons: Reason[] = [];
  if (digest !== due.digest) {
    const problem = `${named(where)} is about another module: its digest is ${digest}, that of ${whose} is ${due.digest}.`;
    reasons.push({ code: "subject.digest", problem, enough: "Run exactly the files to publish." });
  }
  if (version !== undefined && due.version !== undefined && version !== due.version) {
    const problem = `${named(where)} is about version ${named(version)}, and ${whose} is version ${named(due.version)}.`;
    reasons.push({ code: "subject.version", problem, enough: `Run version ${named(due.version)}.` });
  }
  return reasons;
}
