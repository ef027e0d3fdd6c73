import { renderHtml } from "../../harness/render/index.ts";
import { startChromium } from "../../tests/browser/chromium.ts";
import { largeReport } from "../../tests/report/large.ts";

/** The picture of the page as PNG, from a report of made-up results, with the machine's Chromium. */
export async function reportPicture(): Promise<Buffer> {
  const browser = await startChromium();
  try {
    const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1000, height: 900 } });
    await page.setContent(renderHtml(largeReport(1, 150)));
    return await page.screenshot();
  } finally {
    await browser.close();
  }
}
