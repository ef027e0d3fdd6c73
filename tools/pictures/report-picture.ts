/** `npm run docs:report`: makes the picture of the page anew, from a report of made-up results, with the machine's Chromium. */
import { join } from "node:path";
import { renderHtml } from "../../harness/render/index.ts";
import { startChromium } from "../../tests/browser/chromium.ts";
import { largeReport } from "../../tests/report/large.ts";

const browser = await startChromium();
try {
  const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1000, height: 900 } });
  await page.setContent(renderHtml(largeReport(1, 150)));
  await page.screenshot({ path: join(import.meta.dirname, "../../docs/report.png") });
} finally {
  await browser.close();
}
