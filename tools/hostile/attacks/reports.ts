import type { Attack } from "../attack.ts";

const edits: Readonly<Record<string, readonly [tries: string, act: string]>> = {
  "summary-alone": [
    "Says in the summary of a failed run that nothing failed.",
    "edit failed.json 'it.summary = { passed: 1, failed: 0, unsupported: 0, error: 0, blocked: 0 }'; cp failed.json report.json",
  ],
  "requirement-alone": [
    "Says of a requirement that it passed, over a result that failed.",
    "edit failed.json 'for (const r of it.requirements) r.outcome = `pass`'; cp failed.json report.json",
  ],
  "result-alone": [
    "Says of a result that it passed, in a requirement that failed.",
    "edit failed.json 'for (const r of it.requirements) for (const x of r.results) x.outcome = `pass`'; cp failed.json report.json",
  ],
  "failure-left-out": [
    "Leaves the failed results out.",
    "edit failed.json 'for (const r of it.requirements) r.results = []; it.failures = []'; cp failed.json report.json",
  ],
  "requirement-left-out": [
    "Leaves the failed requirement out.",
    "edit failed.json 'it.requirements = []; it.failures = []; it.summary = { passed: 0, failed: 0, unsupported: 0, error: 0, blocked: 0 }'; cp failed.json report.json",
  ],
  "another-module": [
    "Gives the report of another module.",
    "edit report.json 'it.subject.digest = `h1:${`A`.repeat(43)}=`'",
  ],
  "an-old-report": ["Gives a report of two years ago.", "edit report.json 'it.startedAt = `2024-01-01T00:00:00.000Z`'"],
  "a-report-of-tomorrow": [
    "Gives a report of tomorrow.",
    "edit report.json 'it.startedAt = new Date(Date.now() + 864e5).toISOString()'",
  ],
  "a-time-that-is-none": ["Gives a report whose time is no time.", "edit report.json 'it.startedAt = `soon`'"],
  "another-schema": ["Gives a report of a schema that nobody knows.", "edit report.json 'it.schemaVersion = 99'"],
  "a-failed-report-beside": [
    "Hides a failed report behind a passed one of the same cell.",
    "mkdir both; cp report.json both/a.json; conform report report.json failed.json --out merged > /dev/null 2>&1; cp merged/report.json report.json || cp failed.json report.json",
  ],
  "twice-the-same-name": [
    "Says an outcome twice, of which parsers take the first or the last.",
    'sed -i \'s/"outcome": *"fail"/"outcome":"fail","outcome":"pass"/g\' failed.json; cp failed.json report.json',
  ],
  "a-prototype": [
    "Brings a prototype with what the report lacks.",
    'edit failed.json \'it.requirements = []; it.failures = []\'; sed -i \'s/^{/{"__proto__":{"requirements":[]},"constructor":{"prototype":{"outcome":"pass"}},/\' failed.json; cp failed.json report.json',
  ],
  "words-after-the-end": ["Has a second document after the first.", "printf '{}' >> report.json"],
  "a-byte-order-mark": [
    "Begins with a mark, and with a NUL.",
    "printf '\\357\\273\\277\\0' > marked; cat report.json >> marked; cp marked report.json",
  ],
  "a-deep-report": [
    "Has lists in lists, a hundred thousand deep.",
    'perl -e \'print "[" x 100000, "]" x 100000\' > report.json',
  ],
  "a-huge-report": ["Has 2 GiB.", "rm report.json; truncate -s 2G report.json"],
  "a-pipe-for-a-report": ["Is a pipe.", "rm report.json; mkfifo report.json"],
  "a-report-of-a-device": ["Is a link to an endless device.", "ln -sf /dev/zero report.json"],
  "an-unknown-result": [
    "Has the result of a requirement that the catalogue does not have.",
    "edit report.json 'it.requirements.push({ ...it.requirements[0], id: `LOGIN-99` })'",
  ],
};

/** A cell that claims to be what it was not; an unsigned report proves nothing, so the policy wants a signature. */
const signed: Readonly<Record<string, readonly [tries: string, act: string]>> = {
  "signed-and-edited": ["Edits a report after it was signed.", "edit signed/report.json 'it.durationMs += 1'"],
  "cell-edited": [
    "Says in a signed report that the server was Vault.",
    "edit signed/report.json 'it.cells[0].server = { name: `vault`, version: `1.19.0` }'",
  ],
  "unsigned-where-signed-is-wanted": [
    "Gives a report without its signature.",
    "find signed -type f ! -name report.json -delete",
  ],
  "signed-by-another": ["Gives a report that another key signed.", "cp -r signed-by-another/. signed/"],
  "manifest-of-another-run": [
    "Gives the signature of another run of the same module.",
    "cp signed/report.json kept.json; cp -r signed-again/. signed/; cp kept.json signed/report.json",
  ],
  "manifest-under-another-name": [
    "Gives a signed file in the place of the report.",
    "for file in signed/*; do case $file in *.md | *.txt) cp $file signed/report.json ;; esac; done",
  ],
  "signature-of-nothing": [
    "Gives an envelope with no signatures.",
    'for file in signed/*; do if grep -qs \'"signatures"\' "$file"; then edit "$file" \'it.signatures = []\'; fi; done',
  ],
  "signature-cut": [
    "Gives an envelope whose signature is cut.",
    'for file in signed/*; do if grep -qs \'"signatures"\' "$file"; then edit "$file" \'it.signatures[0].sig = it.signatures[0].sig.slice(0, 40)\'; fi; done',
  ],
  "signed-report-of-another-module": [
    "Gives a signed report, for another module.",
    "echo '# another' >> vault-jwt/main.tf",
  ],
  "link-for-a-signed-report": [
    "Puts a link in the place of a signed report.",
    "mv signed/report.json elsewhere.json; edit elsewhere.json 'it.durationMs += 1'; ln -s ../elsewhere.json signed/report.json",
  ],
};

/** Reports that were edited, that are another's, or that say more than was seen. */
export const reportAttacks: readonly Attack[] = [
  ...Object.entries(edits).map(
    ([name, [tries, act]]): Attack => ({
      name: `report-${name}`,
      tries,
      mustNot: "The gate accepts.",
      act,
      command: "gate",
    }),
  ),
  ...Object.entries(signed).map(
    ([name, [tries, act]]): Attack => ({
      name,
      tries,
      mustNot: "`gate --require-signed` accepts.",
      act,
      command: "gate_signed",
    }),
  ),
  {
    name: "altered-server",
    tries: "Runs with a server that was altered, by --vault-binary.",
    mustNot: "A policy that wants a genuine origin accepts the report, or the report does not say so.",
    act: `
server=$(find "$VAULT_JWT_CONFORMANCE_CACHE"/openbao-* -name bao -type f | head -n 1)
cp "$server" bao && printf x >> bao
run --vault-binary ./bao > /dev/null 2>&1
cp reports/report.json report.json || exit 9`,
    command: "conform gate report.json --policy genuine.yaml --module vault-jwt",
  },
  {
    name: "own-template",
    tries: "Runs in a template of its own, and passes the run off as one in the harness's.",
    mustNot: "A policy that wants a genuine origin accepts the report.",
    act: `
cp -r "$HARNESS/fixtures/templates/default" template
cp -r vault-jwt template/vault-jwt
run --template template > /dev/null 2>&1
cp reports/report.json report.json || exit 9`,
    command: "conform gate report.json --policy genuine.yaml --module vault-jwt",
  },
];
