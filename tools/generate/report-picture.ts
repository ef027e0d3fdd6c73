import type { Report } from "../../harness/model/report/index.ts";
import { renderHtml } from "../../harness/render/index.ts";
import { startChromium } from "../../tests/browser/chromium.ts";

/** The picture of a report's page as PNG, with its first failure open, by the machine's Chromium. */
export async function reportPicture(report: Report): Promise<Buffer> {
  const browser = await startChromium();
  try {
    const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1000, height: 900 } });
    await page.setContent(renderHtml(report));
    await page.evaluate("document.querySelector('.failure').open = true");
    return await page.screenshot();
  } finally {
    await browser.close();
  }
}
