import { type AgentKind, agentKinds } from "../../model/index.ts";
import { agents } from "../agents.ts";
import { knownCauses, promises } from "../process/kernel/index.ts";
import { allMeans, isolationRemedy, tryMeans } from "../process/namespaces/index.ts";
import { furtherPrograms, inWorkspaces, lackingFor } from "../process/requirements.ts";
import { gapsOf, notLimited, tryConfinements } from "./isolation.ts";

/** Whether a means of isolation is here, found out by trying it. */
export interface IsolationLine {
  readonly what: string;
  /** Works; does not; another means is used instead; a run has less than SECURITY.md promises. */
  readonly state: "ready" | "missing" | "not needed" | "limited";
  readonly detail: string;
  readonly remedy?: string;
}

/** What the runtimes need, whether it works here, and which means of isolation would be used. */
export async function surveyIsolation(): Promise<readonly IsolationLine[]> {
  return [await surveyDocker(), ...(await surveyProcess()), ...(await surveyTerraform())];
}

async function surveyTerraform(): Promise<readonly IsolationLine[]> {
  const confinement = await tryConfinements();
  const what = "Terraform";
  if (confinement.kind === "unsandboxed")
    return [{ what, state: "limited", detail: `not isolated: ${confinement.reason}`, remedy: isolationRemedy }];
  const gaps = gapsOf(confinement).map((detail): IsolationLine => ({ what, state: "limited", detail }));
  return [{ what, state: "ready", detail: `isolated by ${confinement.kind}` }, ...gaps];
}

async function surveyDocker(): Promise<IsolationLine> {
  const { dockerAnswers } = await import("../docker/index.ts");
  const answer = await dockerAnswers();
  if ("version" in answer) {
    const { name, version, platform, unbounded } = answer;
    const gaps = notLimited(unbounded).join(" and ");
    const detail = `${name} ${version} answers for ${platform.os} on ${platform.arch}; it does not limit ${gaps} of workspaces`;
    return { what: "Docker", state: "ready", detail };
  }
  return { what: "Docker", state: "missing", detail: answer.problem, remedy: "Start a daemon, or do without Docker." };
}

async function surveyProcess(): Promise<readonly IsolationLine[]> {
  const tried = await Promise.all(allMeans.map(async (means) => ({ means, complaint: await tryMeans(means) })));
  const used = tried.find(({ complaint }) => complaint === undefined)?.means;
  const isolation = tried.map(({ means, complaint }): IsolationLine => {
    const what = `isolation by ${means.name}`;
    if (complaint === undefined) {
      return { what, state: "ready", detail: means === used ? "works, and would be used" : "works, as the fallback" };
    }
    if (used !== undefined)
      return { what, state: "not needed", detail: complaint, remedy: `${used.name} would be used.` };
    const remedy = knownCauses(complaint).join(" ") || isolationRemedy;
    return { what, state: "missing", detail: complaint, remedy };
  });
  const needed = agents.debian.programs.map((name) => programLine(name, `Install the package ${name}.`));
  const further = furtherPrograms.map((name) =>
    programLine(name, `Install the package ${name}: without Docker, what needs it is unsupported.`),
  );
  return [...isolation, ...surveyPromises(), ...needed, ...further, ...agentKinds.map(agentLine)];
}

/** What holds in the process runtime only on some machines. */
function surveyPromises(): readonly IsolationLine[] {
  return promises().map(({ what, holds, detail, remedy }) =>
    holds ? { what, state: "ready", detail } : { what, state: "limited", detail, remedy },
  );
}

function agentLine(kind: AgentKind): IsolationLine {
  const what = `workspace image ${kind}`;
  const lacking = lackingFor(kind);
  if (lacking.length === 0) return { what, state: "ready", detail: agents[kind].has };
  const detail = `without Docker it would lack ${lacking.join(" and ")}`;
  return { what, state: "missing", detail, remedy: `Install ${lacking.join(" and ")}, or use --runtime docker.` };
}

function programLine(name: string, remedy: string): IsolationLine {
  const what = `${name} in workspaces`;
  if (inWorkspaces(name)) return { what, state: "ready", detail: `/usr/bin/${name}` };
  return { what, state: "missing", detail: `there is no /usr/bin/${name}`, remedy };
}
