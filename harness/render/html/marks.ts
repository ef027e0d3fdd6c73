import type { Outcome } from "../../model/report/index.ts";
import { type Html, html } from "./template.ts";

/** In the order in which a reader wants them. */
export const outcomes: readonly Outcome[] = ["fail", "error", "blocked", "unsupported", "pass"];

/** An outcome's sign, which tells it apart where colours do not. */
export const marks: Readonly<Record<Outcome, string>> = {
  pass: "✓",
  fail: "✗",
  error: "!",
  unsupported: "–",
  blocked: "⊘",
};

/** An outcome as its sign, with its name for those who listen. */
export function mark(outcome: Outcome): Html {
  return html`<span class="mark" data-o="${outcome}"><span aria-hidden="true">${marks[outcome]}</span><span class="spoken">${outcome}</span></span>`;
}

/** Milliseconds as a person says them. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** A time as a person says it. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
