import { relative } from "node:path";
import { unbreakable } from "../../fixtures/mutants/unbreakable.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { scenarioFiles } from "../../harness/plan/index.ts";
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

What a conforming vault-jwt module does: ${requirements.length} requirements. \`npm run generate\` makes this page from
[\`scenarios/requirements.ts\`](../scenarios/requirements.ts), the scenarios and the [mutants](../fixtures/mutants), which are modules
with a defect that the requirement must report.

- Profile \`core\` is what the module's README promises, \`namespaces\` the \`vault_namespace\` input of later versions, \`hardened\` what a security
  review would ask for, \`portable\` images that are no full Debian with sudo, \`matrix\` what all cells of a [matrix](matrix.md) say together.
- Token \`oidc\` is the owner's OIDC access token, \`custom\` a JWT given as \`vault_jwt_token\`. With both, a requirement has two results.`;

function list(entries: readonly Requirement[], scenarios: Scenarios): string {
  return entries.map((entry) => section(entry, scenarios)).join("\n\n");
}

function section({ id, title, profile, tokens, basis, derived }: Requirement, scenarios: Scenarios): string {
  const files = scenarios.filter(({ requirement }) => requirement === id).map(({ path }) => link(path));
  const facts = [
    `profile ${profile}; ${tokens.includes("none") ? "any token" : `token ${tokens.join(", ")}`}`,
    `rests on: ${plain(basis)}`,
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
