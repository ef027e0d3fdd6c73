import type { Cell, JsonValue } from "../../../model/index.ts";
import type { Failure, VaultRequest } from "../../../model/report/index.ts";
import { counted } from "../../../text/index.ts";
import { cut, cutLines } from "../lines.ts";
import { type Content, type Html, html } from "../template.ts";

const shownJson = 400;

/** What happened, as far as the evidence has it: the workspace's build, its script, and what Vault received and answered. */
export function timeline({ evidence }: Failure, cell: Cell, shownRequests: number): Html | undefined {
  const { startupLog, exitCode, vaultRequests = [] } = evidence;
  const steps = [
    startupLog !== undefined && built(cell),
    startupLog !== undefined && script(startupLog, exitCode),
    ...requests(vaultRequests, shownRequests),
    startupLog !== undefined &&
      vaultRequests.length === 0 &&
      html`<li data-o="none"><b>Vault received nothing</b></li>`,
  ].filter((step) => step !== false);
  return steps.length === 0 ? undefined : html`<ol class="timeline">${steps}</ol>`;
}

function built({ terraform, providers, agent, coderAgent, coderServer }: Cell): Html {
  const used = Object.entries(providers).map(([source, version]) => `${source} ${version}`);
  const real = coderAgent === undefined ? [] : [`the agent of ${coderAgent.name} ${coderAgent.version}`];
  const byServer = coderServer === undefined ? [] : [`the server of ${coderServer.name} ${coderServer.version}`];
  const parts = [`${terraform.name} ${terraform.version}`, ...used, ...byServer, `${agent} image`, ...real];
  return html`<li data-o="none"><b>Workspace built</b> <span class="quiet">${parts.join(", ")}</span></li>`;
}

function script(log: string, exitCode: number | undefined): Html {
  const ended = exitCode === undefined ? "no exit status" : `exit status ${exitCode}`;
  return html`<li data-o="${exitCode === 0 ? "none" : "fail"}"><b>Start script: ${ended}</b> <span class="quiet">${counted(cutLines(log).length, "line")} of log</span></li>`;
}

function requests(all: readonly VaultRequest[], most: number): readonly Html[] {
  const left = all.length - most;
  const shown = all.slice(-most).map((request) => entry(request, all[0]?.time ?? ""));
  return left <= 0
    ? shown
    : [html`<li data-o="none" class="quiet">${left} earlier requests are in report.json</li>`, ...shown];
}

function entry(request: VaultRequest, start: string): Html {
  const { time, operation, path, namespace = "", received, error, status } = request;
  const refused = error !== undefined || (status ?? 0) >= 400;
  return html`
    <li data-o="${refused ? "fail" : "pass"}">
      <b>Vault received</b> <code>${operation} ${path}</code>${namespace !== "" && html` in the namespace <code>${namespace}</code>`} <time datetime="${time}" title="${time}" class="quiet">${since(time, start)}</time>
      ${received !== undefined && html`<div><span class="way" aria-hidden="true">→</span><span class="spoken">sent</span> ${json(received)}</div>`}
      <div><span class="way" aria-hidden="true">←</span><span class="spoken">answered</span> ${answer(request)}</div>
    </li>`;
}

function answer({ status, error, answered }: VaultRequest): Content {
  const parts = [
    status !== undefined && html`<b>${status}</b> `,
    error !== undefined && html`<span class="refusal">${cut(error)}</span>`,
    error === undefined && answered !== undefined && json(answered),
    status === undefined && error === undefined && answered === undefined && "without an error",
  ];
  return parts;
}

/** Times are told from the first request on. */
function since(time: string, start: string): string {
  const passed = Date.parse(time) - Date.parse(start);
  return Number.isNaN(passed) ? cut(time, 40) : `+${(passed / 1000).toFixed(3)} s`;
}

function json(value: JsonValue): Html {
  return html`<code>${cut(JSON.stringify(value), shownJson)}</code>`;
}
