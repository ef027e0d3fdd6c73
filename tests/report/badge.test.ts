import { expect, test } from "vitest";
import type { ScenarioResult } from "../../harness/model/report/index.ts";
import { renderBadge } from "../../harness/render/index.ts";
import { blocked, failing, sampleReport, sampleResult } from "./sample.ts";
import { type Element, readXml } from "./well-formed.ts";

const unsupported = sampleResult({ requirement: "CLI-05", outcome: "unsupported" });
const erred = sampleResult({ requirement: "CLI-05", outcome: "error" });

function textsOf({ text, children }: Element): readonly string[] {
  return [...(children.length === 0 && text !== "" ? [text] : []), ...children.flatMap(textsOf)];
}

test.each<{ of: readonly ScenarioResult[]; says: string }>([
  { of: [sampleResult({}), sampleResult({ token: "custom" })], says: "1 passed" },
  { of: [sampleResult({}), failing, failing], says: "1 failed, 1 passed" },
  { of: [sampleResult({}), erred], says: "1 not judged, 1 passed" },
  { of: [sampleResult({}), unsupported], says: "partial: 1 passed, 1 unsupported" },
  { of: [blocked, failing], says: "1 failed, 1 blocked" },
  { of: [], says: "nothing checked" },
])("the badge says $says, also to those who do not see it", ({ of, says }) => {
  const document = renderBadge(sampleReport(of));
  const svg = readXml(document);

  const said = `vault-jwt conformance: ${says}`;
  expect(textsOf(svg)).toEqual([said, "vault-jwt conformance", says]);
  expect(svg.attributes).toMatchObject({ role: "img", "aria-label": said, xmlns: "http://www.w3.org/2000/svg" });
  expect(document).not.toMatch(/url\(|href|@import|@font-face|<style|<script/);
});
