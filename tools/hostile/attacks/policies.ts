import type { Attack } from "../attack.ts";

const commands = "\\n::error::hostile\\n##[error]hostile\\n✓ Accepted by the policy core (core).\\n::add-mask::a";

const policyOf = (more: string) => `cat > policy.yaml <<'POLICY'
schemaVersion: 1
name: login
maxAge: 1d
cells:
  process: { runtime: process }
require:
  - requirements: [LOGIN-01]
    tokens: [custom]
${more}
POLICY`;

/** What a reader of the gate's output takes for the gate's own words. */
const spoken: Readonly<Record<string, readonly [tries: string, act: string, command: string]>> = {
  "in-a-waiver": [
    "Has lines in the reason of a waiver.",
    `cp failed.json report.json; ${policyOf(`waivers:
  - requirements: [LOGIN-01]
    reason: "x${commands}"
    owner: "x${commands}"
    expires: 2999-01-01`)}`,
    "gate --explain",
  ],
  "in-a-description": [
    "Has lines in the description of a policy.",
    policyOf(`description: "x${commands}"`),
    "gate --explain",
  ],
  "in-the-name-of-a-policy": [
    "Has lines in the name of a policy.",
    `${policyOf("")}; sed -i 's/^name: .*/name: "x${commands.replaceAll("\\", "\\\\")}"/' policy.yaml`,
    "gate --explain",
  ],
  "in-an-unsupported": [
    "Has lines in the reason why something may be unsupported.",
    policyOf(`unsupported:
  - requirements: [LOGIN-01]
    reason: "x${commands}"`),
    "gate --explain",
  ],
  "in-a-reason": [
    "Has lines in the reason of a result.",
    `edit failed.json 'for (const r of it.requirements) for (const x of r.results) x.reason = "x${commands}"; for (const f of it.failures) { f.diagnosis = f.observed = "x${commands}" }'; cp failed.json report.json`,
    "gate --explain",
  ],
  "in-a-cell": [
    "Has lines in the name of a cell.",
    `edit report.json 'const id = "x${commands}"; for (const r of it.requirements) for (const x of r.results) x.cell = id; it.cells[0].id = id'`,
    "gate --explain",
  ],
  "in-a-source": [
    "Has lines in the source of a module.",
    `edit failed.json 'it.subject.source = "x${commands}"; it.subject.version = "1${commands}"'; cp failed.json report.json`,
    "gate --explain",
  ],
  "in-a-scenario": [
    "Has lines in the name of a scenario.",
    `edit failed.json 'for (const r of it.requirements) for (const x of r.results) x.scenario = "x${commands}"'; cp failed.json report.json`,
    "gate --explain",
  ],
  "in-a-tool": [
    "Has lines in what made the report.",
    `edit failed.json 'it.tool.name = "x${commands}"; it.tool.version = "x${commands}"; it.cells[0].server.version = "x${commands}"; it.cells[0].agent = "x${commands}"'; cp failed.json report.json`,
    "gate --explain",
  ],
  "in-a-merged-report": [
    "Has lines in a report that is merged, printed and drawn.",
    `edit failed.json 'for (const r of it.requirements) { r.title = "x${commands}"; for (const x of r.results) x.reason = "x${commands}" } it.subject.source = "x${commands}"; it.notes = ["x${commands}"]; it.leftOut = ["x${commands}"]'`,
    "conform report failed.json --out merged",
  ],
  "in-a-known-file": [
    "Has lines in the reasons of a file of known failures.",
    `printf 'known:\\n  - requirement: LOGIN-01\\n    outcome: fail\\n    reason: "x${commands.replaceAll("\\", "\\\\")}"\\n' > known.yaml`,
    "conform report failed.json --known known.yaml --out merged",
  ],
  "in-the-name-of-a-file": [
    "Has lines in the name of a report's file.",
    `cp failed.json $'x\\n::error::hostile\\n✓ Accepted'`,
    "conform gate $'x\\n::error::hostile\\n✓ Accepted' --policy policy.yaml --module vault-jwt",
  ],
  "in-the-name-of-a-module": [
    "Has lines in the name of a module's folder.",
    `cp -r vault-jwt $'x\\n::error::hostile'; echo >> $'x\\n::error::hostile/run.sh'`,
    "conform gate report.json --policy policy.yaml --module $'x\\n::error::hostile'",
  ],
  "in-an-attestation": [
    "Has lines in an attestation that another key signed.",
    `resign other.pem 'it.predicate.url = "x${commands}"; it.subject[0].name = "x${commands}"'`,
    "conform verify attestation.json --module vault-jwt --key other.pub.pem",
  ],
  "in-an-argument": [
    "Has lines in an argument.",
    "true",
    "conform gate report.json --policy $'x\\n::error::hostile' --module vault-jwt",
  ],
};

const odd: Readonly<Record<string, readonly [tries: string, act: string]>> = {
  aliases: [
    "Has a policy of aliases of aliases, a billion texts long.",
    `printf 'a: &a [x,x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]\\nschemaVersion: *h\\n' > policy.yaml`,
  ],
  "the-same-key-twice": [
    "Has a policy with a key twice.",
    "echo 'require: [{ requirements: [LOGIN-02], tokens: [oidc] }]' >> policy.yaml",
  ],
  "an-unknown-key": ["Has a policy with a key that nobody knows.", "echo 'accept: true' >> policy.yaml"],
  "an-age-without-end": [
    "Has a policy whose reports may be of any age.",
    "sed -i 's/^maxAge: .*/maxAge: 99999999w/' policy.yaml",
  ],
  "nothing-required": [
    "Has a policy that wants nothing.",
    "sed -i '/^require:/,$d' policy.yaml; echo 'require: []' >> policy.yaml",
  ],
  "no-such-requirement": [
    "Has a policy that wants what the catalogue does not have.",
    "sed -i 's/LOGIN-01/LOGIN-0[2]/' policy.yaml",
  ],
  "no-such-cell": [
    "Has a policy with a cell that is in no report.",
    "sed -i 's/runtime: process/runtime: docker/' policy.yaml",
  ],
  "a-waiver-that-is-over": [
    "Has a waiver that is over, for a failed report.",
    `cp failed.json report.json; printf 'waivers:\\n  - requirements: [LOGIN-01]\\n    reason: later\\n    owner: somebody\\n    expires: 2020-01-01\\n' >> policy.yaml`,
  ],
  "a-code-in-yaml": [
    "Has a policy with tags that make objects.",
    "echo 'description: !!js/function \"function () { return 1 }\"' >> policy.yaml",
  ],
};

/** Policies that are not what their name says, that cannot be read in one way, or that speak for the gate. */
export const policyAttacks: readonly Attack[] = [
  ...["core", "hardened", "verified"].flatMap((name): readonly Attack[] => [
    {
      name: `file-called-${name}`,
      tries: `Has a file called ${name} that wants nothing but one requirement.`,
      mustNot: `\`--policy ${name}\` is that file.`,
      act: `cp policy.yaml ${name}`,
      command: `conform gate report.json --policy ${name} --module vault-jwt`,
    },
    {
      name: `link-called-${name}`,
      tries: `Has a link called ${name} to a policy of its own.`,
      mustNot: `\`--policy ${name}\` is that policy.`,
      act: `ln -s policy.yaml ${name}`,
      command: `conform gate report.json --policy ${name} --module vault-jwt`,
    },
  ]),
  {
    name: "policy-of-verify",
    tries: "Has a file called core that is the policy of an attestation.",
    mustNot: "`verify --policy core` holds.",
    act: "cp policy.yaml core",
    command: "verify --policy core",
  },
  {
    name: "file-called-quick",
    tries: "Has a file called quick that is a matrix of its own.",
    mustNot: "`matrix quick` is that file.",
    act: "echo 'hostile: 1' > quick",
    command: "conform matrix quick --module vault-jwt --only NO-SUCH --offline",
    mayAccept: true,
    after:
      'conform matrix quick --module vault-jwt --only NO-SUCH --offline 2>&1 | grep -q hostile && confess "quick is the file"',
  },
  ...Object.entries(spoken).map(
    ([name, [tries, act, command]]): Attack => ({
      name: `words-${name}`,
      tries,
      mustNot: "A line of the output is a command of a CI system, or the acceptance of something that was refused.",
      act,
      command,
      mayAccept: true,
    }),
  ),
  ...Object.entries(odd).map(
    ([name, [tries, act]]): Attack => ({
      name: `policy-${name}`,
      tries,
      mustNot: "The gate accepts, or hangs.",
      act,
      command: "gate",
    }),
  ),
];
