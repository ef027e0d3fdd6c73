import type { Report } from "../../harness/model/report/index.ts";
import { renderConsole } from "../../harness/render/index.ts";

/** The README with its failure of LOGIN-06 as a run printed it, its module called what the README calls it. */
export function withSample(readme: string, report: Report): string {
  const subject = { ...report.subject, source: "../my-modules/vault-jwt" };
  const summary = renderConsole({ ...report, subject }, { colours: false, width: 100 });
  const [sample] = /^✗ LOGIN-06 fail: .*?(?=\n\n)/ms.exec(summary) ?? [];
  if (sample === undefined) throw new Error("LOGIN-06 did not fail.");
  return readme.replace(/^✗ LOGIN-06 fail: .*?(?=\n```)/ms, () => sample);
}
