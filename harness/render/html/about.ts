import type { RequirementReport } from "../../model/report/index.ts";
import { type Content, type Html, html } from "./template.ts";

/** What a requirement rests on, what a failure means, and where its page and its scenarios are: links, where `source` is known. */
export function aboutRequirement(
  { id, means, basis, files = [] }: RequirementReport,
  source: string | undefined,
): Html {
  const page = `docs/requirements.md#${id.toLowerCase()}`;
  return html`
    <dl class="facts about">
      ${basis !== undefined && fact("Why", basis)}
      ${means !== undefined && fact("A failure", means)}
      ${fact("Page", place(page, source))}
      ${
        files.length > 0 &&
        fact(
          files.length === 1 ? "Scenario" : "Scenarios",
          files.map((file) => html`${place(file, source)} `),
        )
      }
    </dl>`;
}

function fact(name: string, value: Content): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** A report that was edited leads nowhere else than into the repository. */
function place(path: string, source: string | undefined): Html {
  const isPlain = /^[\w./#-]+$/.test(path) && !path.includes("..");
  return source !== undefined && isPlain
    ? html`<a href="${source}/${path}"><code>${path}</code></a>`
    : html`<code>${path}</code>`;
}
