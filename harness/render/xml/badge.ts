import type { Outcome, Report } from "../../model/report/index.ts";
import { profilesProved, shownAs, standingOf } from "../../verdict/index.ts";
import { renderXml, type XmlElement } from "./document.ts";

const label = "vault-jwt conformance";
/** White on each of them has a contrast of 4.5 to 1 at least. */
const colours: Readonly<Record<Outcome, string>> = {
  pass: "#1a7f37",
  fail: "#cf222e",
  blocked: "#bc4c00",
  error: "#8250df",
  unsupported: "#57606a",
};

const height = 20;
const padding = 6;
/** What a character takes of 11 pixels at most, on average: the text is fitted to it, whatever the font. */
const characterWidth = 6.6;

/**
 * Renders a report as a badge in SVG, with the number of requirements that passed, or what else there is to say.
 * It needs no font but those of the reader's machine, and has nothing in it that a subject could name.
 */
export function renderBadge(report: Report): string {
  const message = messageOf(report);
  const [left, right] = [label, message].map((text) => Math.round(text.length * characterWidth) + 2 * padding);
  const [start = 0, rest = 0] = [left, right];
  const width = start + rest;
  const said = `${label}: ${message}`;
  return renderXml({
    name: "svg",
    attributes: { xmlns: "http://www.w3.org/2000/svg", width, height, role: "img", "aria-label": said },
    children: [
      { name: "title", attributes: {}, children: [said] },
      rectangle(0, start, "#24292f"),
      rectangle(start, rest, colours[shownAs(report)]),
      {
        name: "g",
        attributes: { fill: "#fff", "font-family": "Verdana,DejaVu Sans,sans-serif", "font-size": 11 },
        children: [words(0, start, label), words(start, rest, message)],
      },
    ],
  });
}

function messageOf(report: Report): string {
  const { requirements } = report;
  const count = (wanted: Outcome): number => requirements.filter(({ outcome }) => outcome === wanted).length;
  const said: readonly (readonly [number, string])[] = [
    [count("fail"), "failed"],
    [count("blocked"), "blocked"],
    [count("error"), "not judged"],
    [count("pass"), "passed"],
    [count("unsupported"), "unsupported"],
  ];
  const parts = said.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  if (parts.length === 0) return "nothing checked";
  const profiles = profilesProved(report);
  if (profiles.length > 0) return `${profiles.join(", ")}: ${parts.join(", ")}`;
  const verdict = standingOf(report);
  return (verdict === "partial" || verdict === "known" || verdict === "stale" ? `${verdict}: ` : "") + parts.join(", ");
}

function rectangle(x: number, width: number, fill: string): XmlElement {
  return { name: "rect", attributes: { x, width, height, fill } };
}

function words(x: number, width: number, text: string): XmlElement {
  const attributes = { x: x + padding, y: 14, textLength: width - 2 * padding, lengthAdjust: "spacingAndGlyphs" };
  return { name: "text", attributes, children: [text] };
}
