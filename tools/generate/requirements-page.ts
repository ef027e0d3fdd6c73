import { relative } from "node:path";
import { unbreakable } from "../../fixtures/mutants/unbreakable.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { scenarioFiles } from "../../harness/plan/index.ts";
import { limits } from "../../harness/waiting/index.ts";
import { type Requirement, requirements } from "../../scenarios/requirements.ts";
import { mutants } from "../mutants/mutants.ts";

type Scenarios = ReturnType<typeof scenarioFiles>;

/** The text of `docs/requirements.md`: the catalogue, with what checks each requirement and what proves that it does. */
export async function requirementsPage(): Promise<string> {
  const scenarios = scenarioFiles(requirements);
  const areas = Map.groupBy(requirements, ({ id }) => id.replace(/-\d+$/, ""));
  const sections = [...areas].map(([area, entries]) => `## ${area}\n\n${list(entries, scenarios)}`);
  return `${[heading, ...sections].join("\n\n")}\n`;
}

const heading = `# Requirements

Look up what a conforming vault-jwt module does, and what proves it: ${requirements.length} requirements. \`npm run generate\` makes this page from
[\`scenarios/requirements.ts\`](../scenarios/requirements.ts), the scenarios and the [mutants](../fixtures/mutants), which are modules
with a defect that the requirement must report.

- Profile \`core\` is what the module's README promises, \`namespaces\` the \`vault_namespace\` input of later versions, \`hardened\` what a security
  review would ask for, \`portable\` images that are no full Debian with sudo, \`robust\` surroundings that differ from a plain workspace's, \`policy\` what the server
  makes of roles and policies, \`matrix\` what all cells of a [matrix](matrix.md) say together.
- Token \`oidc\` is the owner's OIDC access token, \`custom\` a JWT given as \`vault_jwt_token\`. With both, a requirement has two results. A requirement with
  any token takes the custom one, and the owner's where the module has no input for it.

## How a result comes about

- **A start has succeeded** when Terraform has built the workspace and every start script of the module has exited 0. **A login has
  succeeded** when Vault has issued a token for the JWT, and a new shell has one that Vault knows: in VAULT_TOKEN, in \`~/.vault-token\`, or from the
  token helper that the CLI asks. The words of a log decide neither: a line that reads like success after a refused login is a note.
- **What Vault received comes first.** A wrong path, role, namespace, JWT or token that reached Vault is a \`fail\`, whatever the script exits with.
- **What a scenario rests on.** Most rest on a good start (LOGIN-01), on a start that fails where Vault refuses (LOGIN-06), or on a CLI that is
  installed (CLI-04). Where such a scenario sees something else, that behaviour is tried by itself. If the module does not have it, the result is \`blocked\` by that
  requirement; if it does, the result is \`fail\`. "Refused" and "never happens" are a \`pass\` only for a module that can do it.
- **The log gives Vault's reason** when it has the last part of it, from the last colon on (with the part before, where the last has fewer than 12 characters). Case,
  white space, line breaks at any column, JSON, colours, frames and up to 40 characters before each line do not matter, nor does the language around it.
- **The log says why** (no JWT, an opaque token, a version that is not published, an archive that cannot be downloaded) when it has a line that the log of a
  good start does not have, and of another cause neither, where numbers, addresses, paths and quoted words count for nothing; and the value, where the requirement names one: the
  address, the path, the version, the architecture, the tool.
- **Another architecture** is what \`uname\`, \`arch\`, \`dpkg\` and Bash's \`HOSTTYPE\` say in a workspace. A module that asks the kernel itself, as
  Python does, gets the machine's own architecture, so CLI-14 is \`unsupported\`. This is found out by a start whose kernel names a 32-bit architecture.
- **Every start is watched**, where the harness has a perl to bring. START-* are about all starts of a run, as are SEC-01 and SEC-04: they fail where a start of any scenario
  broke them, and are an \`error\` where a module did what cannot be watched (20,000 files, 8 MiB of small files, an end to the watch). Processes are looked for every
  5 ms, so one that lives shorter can be missed; of a file, a state that is over before the kernel wakes the watch; a folder in the first moment after it was made.
  Files of more than 64 KiB are not read. The network's name server records the names that are looked up (START-06). An address without a name is not seen, nor a name that is
  asked of another name server: neither leads anywhere from a workspace. On a template of your own, where the module's starts are not alone, START-* do not run.
- **Time limits**: a start script has ${limits.script / 1000} s, in CLI-09 120 s; a command in a new shell has ${limits.shell / 1000} s; each command of Terraform has ${limits.terraform / 1000} s.`;

function list(entries: readonly Requirement[], scenarios: Scenarios): string {
  return entries.map((entry) => section(entry, scenarios)).join("\n\n");
}

function section({ id, title, profile, tokens, basis, means, derived }: Requirement, scenarios: Scenarios): string {
  const files = scenarios.filter(({ requirement }) => requirement === id).map(({ path }) => link(path));
  const facts = [
    `profile ${profile}; ${tokens.includes("none") ? "any token" : `token ${tokens.join(", ")}`}`,
    `basis: ${plain(basis)}`,
    `a failure means: ${plain(means)}`,
    ...(derived === undefined
      ? [`checked by ${files.join(", ") || "no scenario"}`, provenBy(id)]
      : [`follows in each cell of a matrix from ${sourcesOf(derived)}`]),
  ];
  return [`### ${id}`, "", `${plain(title)}.`, "", ...facts.map((fact) => `- ${fact}`)].join("\n");
}

function sourcesOf({ from, profiles = [] }: NonNullable<Requirement["derived"]>): string {
  return [...from.map((word) => `\`${word}\``), ...profiles.map((name) => `profile ${name}`)].join(", ");
}

function provenBy(id: string): string {
  const reason = unbreakable.find(({ requirement }) => requirement === id)?.reason;
  if (reason !== undefined) return `no module can break it: ${reason}`;
  const names = mutants.filter(({ caughtBy }) => caughtBy === id).map(({ name }) => `\`${name}\``);
  return `proven by ${names.join(", ") || "no mutant"}`;
}

function link(path: string): string {
  const file = relative(packageFolder, path);
  return `[\`${file}\`](../${file})`;
}

/** Text that Markdown is to show as it is. */
function plain(text: string): string {
  return text.replace(/[\\`*<>[\]|]/g, "\\$&");
}
