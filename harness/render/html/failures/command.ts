import { type Html, html } from "../template.ts";

/** A command to be copied into a shell. The page's script adds the button. */
export function command(text: string): Html {
  return html`<div class="command"><pre tabindex="0"><code>${text}</code></pre></div>`;
}
