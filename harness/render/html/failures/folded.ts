import { cut } from "../lines.ts";
import { type Html, html } from "../template.ts";

/** A long text below its title, which opens it. */
export function folded(title: string, text: string, most: number): Html {
  return html`<details><summary>${title}</summary><pre tabindex="0">${cut(text, most)}</pre></details>`;
}
