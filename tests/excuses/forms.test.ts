import { describe, expect, test } from "vitest";
import { parsePolicy } from "../../harness/gate/index.ts";
import { declaredBy, parseMatrix } from "../../harness/matrix/index.ts";
import type { KnownEntry, Report } from "../../harness/model/report/index.ts";
import { withKnown } from "../../harness/report/index.ts";
import { parseKnown } from "../../harness/verdict/known/index.ts";
import { catalogue, decideOn, reportOf, results } from "../../tools/tampered/sample.ts";

const head = "schemaVersion: 1\nname: sample\n";
const policy = `${head}maxAge: 7d\ncells: { bao: { server: openbao } }\nrequire: [{ profiles: [core] }]\n`;
const term = "owner: sam, expires: 2026-03-10";

/** Each kind of file with an entry in it, and whether that entry excuses what a report has as unsupported. */
const forms = {
  known: (entry: string) => {
    const known = parseKnown(Buffer.from(`known:\n  - ${entry}\n`), "file.yaml", catalogue);
    return excusedBy(known.map((one) => ({ ...one, outcome: "unsupported" })));
  },
  matrix: (entry: string) => {
    const text = `${head}axes: { server: openbao }\nunsupported:\n  - ${entry}\n`;
    return excusedBy(declaredBy(parseMatrix(Buffer.from(text), "file.yaml", catalogue).matrix));
  },
  unsupported: (entry: string) => decidedBy(`${policy}unsupported:\n  - ${entry}\n`),
  waivers: (entry: string) => decidedBy(`${policy}waivers:\n  - ${entry}\n`),
};

function excusedBy(known: readonly KnownEntry[]) {
  return (report: Report) => withKnown(report, known).partial === undefined;
}

function decidedBy(text: string) {
  const read = parsePolicy(Buffer.from(text), "file.yaml", catalogue);
  return (report: Report) => decideOn(report, read.policy).accepted;
}

const lacking = reportOf(
  results().map((one) =>
    one.requirement === "LOGIN-01" && one.token === "oidc" ? { ...one, outcome: "unsupported" } : one,
  ),
);

function refusalOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

describe.each(Object.entries(forms))("an entry of %s", (form, read) => {
  test.each<readonly [string, boolean]>([
    [`requirements: [LOGIN-01], ${term}`, true],
    [`requirement: LOGIN-01, ${term}`, true],
    [`requirement: LOGIN-01, token: oidc, cell: { server: openbao }, scenario: logs-in, ${term}`, true],
    [
      `requirements: [LOGIN-01, NS-*], tokens: [none, oidc], cells: [{ server: vault }, { agent: debian }], ${term}`,
      true,
    ],
    [`requirements: [LOGIN-01], cells: [{ server: openbao@>=2.7 <3 }], link: "https://example.com/7", ${term}`, true],
    [`requirements: [LOGIN-01], cells: [{ server: openbao@>=2.8 }], ${term}`, false],
    [`requirements: [LOGIN-01], tokens: [custom], ${term}`, false],
    ["requirements: [LOGIN-01], owner: sam, expires: 2026-03-09", false],
  ])("{ %s } excuses: %s", (entry, is) => {
    expect(read(`{ ${entry}, reason: known }`)(lacking)).toBe(is);
  });

  test.each<readonly [string, string, string]>([
    ["malformed", `requirements: [LOGIN-01], ${term}`, "0.reason: "],
    ["malformed", `requirements: [LOGIN-01], reason: ' ', ${term}`, "0.reason: must not be empty"],
    ["malformed", `reason: x, ${term}`, "0: needs requirements"],
    ["malformed", `requirements: [], reason: x, ${term}`, "0.requirements: must not be empty"],
    ["malformed", `requirements: [login], reason: x, ${term}`, "0.requirements.0: must be an id such as LOGIN-06"],
    ["malformed", `requirements: [LOGIN-01], resaon: x, ${term}`, 'no field "resaon" here, did you mean reason?'],
    [
      "malformed",
      `requirements: [LOGIN-01], reason: x, cells: [{ server: vault@>3 <2 }], ${term}`,
      "0.cells.0.server: matches no version",
    ],
    ["malformed", `requirements: [LOGIN-01], reason: x, token: any, ${term}`, "0.token: "],
    ["malformed", `requirements: [LOGIN-01], reason: x, link: 'javascript:1', ${term}`, "0.link: must be an address"],
    ["malformed", "requirements: [LOGIN-01], reason: x, owner: sam, expires: 2026-02-30", "0.expires: must be a date"],
    [
      "inconsistent",
      `requirements: [LOGIN-01, LOGIN-99], reason: x, ${term}`,
      "0.requirements.1: there is no requirement",
    ],
    ["inconsistent", `requirement: CLI-*, reason: x, ${term}`, "0.requirement: there is no requirement CLI-*"],
  ])("%s: { %s } is refused with what and where", (code, entry, problem) => {
    const kind = form === "known" || form === "matrix" ? form : "policy";

    expect(refusalOf(() => read(`{ ${entry} }`))).toMatchObject({
      code: `${kind}.${code}`,
      status: 2,
      message: expect.stringContaining(problem),
    });
  });
});
