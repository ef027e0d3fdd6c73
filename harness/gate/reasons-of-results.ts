import type { Report } from "../model/report/index.ts";
import { blockedSentence, rerunCommand } from "../render/index.ts";
import { outcomeOf } from "../verdict/index.ts";
import type { CatalogueItem, Judged, Reason } from "./types.ts";

/** Why a policy refuses results: one reason for each requirement and outcome, in the order of the catalogue. */
export function reasonsOfResults(
  judged: readonly Judged[],
  reports: readonly Report[],
  catalogue: readonly CatalogueItem[],
): readonly Reason[] {
  const refused = judged.filter(({ judgement }) => judgement === "refused");
  const absent = Map.groupBy(
    refused.filter(({ outcome }) => outcome === "absent"),
    ({ cell }) => cell,
  );
  const blocked = Map.groupBy(
    refused.filter(({ outcome }) => outcome === "blocked"),
    ({ blockedBy = "" }) => blockedBy,
  );
  const others = Map.groupBy(
    refused.filter(({ outcome }) => outcome !== "absent" && outcome !== "blocked"),
    ({ requirement, outcome }) => `${requirement} ${outcome}`,
  );
  return [
    ...[...others.values()].map((group) => notPassed(group, reports, catalogue)),
    ...[...blocked].map(([blocker, group]) => isBlocked(blocker, group, { reports, catalogue })),
    ...[...absent].map(([cell, group]) => notThere(cell, group, reports)),
  ];
}

const said = {
  pass: "passes",
  fail: "fails",
  error: "ended in an error, which is never a pass,",
  blocked: "is blocked",
  unsupported: "is unsupported, which the policy does not allow,",
  absent: "is missing",
} as const;

interface Known {
  readonly reports: readonly Report[];
  readonly catalogue: readonly CatalogueItem[];
}

/** What blocks results may be a requirement that the policy does not ask for: its outcome is that of the reports. */
function isBlocked(id: string, group: readonly Judged[], { reports, catalogue }: Known): Reason {
  const outcomes = reports.flatMap(({ requirements }) => requirements.find((one) => one.id === id)?.outcome ?? []);
  const outcome = outcomes.length === 0 ? undefined : outcomeOf(outcomes);
  const problem = blockedSentence(
    { id, outcome },
    group.map(({ requirement }) => requirement),
  );
  const [one] = group;
  const tokens = catalogue.find((item) => item.id === id)?.tokens ?? [];
  const token = tokens.find((kind) => kind === one?.token) ?? tokens[0] ?? "none";
  const command = one === undefined ? "" : commandFor({ ...one, requirement: id, token }, reports);
  return {
    code: "result.blocked",
    problem,
    enough: `Make ${id} and what it blocks pass there. To reproduce: ${command}`,
  };
}

function notPassed(group: readonly Judged[], reports: readonly Report[], catalogue: readonly CatalogueItem[]): Reason {
  const [{ requirement, outcome, because } = { requirement: "", outcome: "absent" as const, because: undefined }] =
    group;
  const title = catalogue.find(({ id }) => id === requirement)?.title ?? "";
  const cells = Map.groupBy(group, ({ cell }) => cell);
  const places = [...cells].map(([cell, all]) => `${cell} (${unique(all.map(({ token }) => token))})`);
  const why = because === undefined ? "" : ` ${because.replace(/[.\s]*$/, "")}.`;
  const problem = `${requirement} ${said[outcome]} on ${places.join(", ")}: ${title}.${why}`;
  return { code: `result.${outcome}`, problem, enough: enoughFor(requirement, outcome, group, reports) };
}

function enoughFor(
  requirement: string,
  outcome: Judged["outcome"],
  group: readonly Judged[],
  reports: readonly Report[],
): string {
  const [one] = group;
  if (outcome === "unsupported" || one === undefined)
    return `Make ${requirement} pass there, or list it in the policy's \`unsupported\` with a reason.`;
  return `Make ${requirement} pass there. To reproduce: ${commandFor(one, reports)}`;
}

function notThere(cell: string, group: readonly Judged[], reports: readonly Report[]): Reason {
  const requirements = Map.groupBy(group, ({ requirement }) => requirement);
  const listed = [...requirements].map(([id, all]) => `${id} (${unique(all.map(({ token }) => token))})`);
  const problem = `${group.length} required ${group.length === 1 ? "result is" : "results are"} missing on ${cell}: ${listed.join(", ")}.`;
  const [one] = group;
  const command = one === undefined ? "" : commandFor(one, reports);
  const enough =
    requirements.size === 1 ? `Add the report of: ${command}` : "Run the full suite there, without --only or --token.";
  return { code: "result.absent", problem, enough };
}

function commandFor(one: Pick<Judged, "requirement" | "token" | "cell">, reports: readonly Report[]): string {
  const report = reports.find(({ cells }) => cells.some(({ id }) => id === one.cell));
  return report === undefined ? "" : rerunCommand(report, one);
}

function unique(words: readonly string[]): string {
  return [...new Set(words)].join(", ");
}
