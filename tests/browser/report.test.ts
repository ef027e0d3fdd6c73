import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../harness/model/report/index.ts";
import { addToHistory } from "../../harness/output/index.ts";
import { renderHtml } from "../../harness/render/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { largeReport } from "../report/large.ts";
import { blocked, failing, hostileFailure, sampleReport, sampleResult } from "../report/sample.ts";
import { startChromium } from "./chromium.ts";

const reports = {
  large: largeReport(),
  some: largeReport(5, 60),
  one: largeReport(1, 104),
  hostile: sampleReport([sampleResult({}), hostileFailure]),
  blocked: sampleReport([failing, blocked, sampleResult({ requirement: "CLI-05" })]),
  known: sampleReport([failing, { ...failing, token: "oidc" }, blocked, sampleResult({ requirement: "CLI-05" })], {
    known: [{ requirement: "LOGIN-06", token: "oidc", reason: "It waits for 1.3.", link: "https://example.com/7" }],
  }),
} satisfies Record<string, Report>;

type Name = keyof typeof reports;

interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained of, and whatever it asked for beside the page itself. */
  readonly complaints: readonly string[];
}

let browser: Browser;
let folder: Awaited<ReturnType<typeof mkdtempDisposable>>;

beforeAll(async () => {
  browser = await startChromium();
  folder = await mkdtempDisposable(join(tmpdir(), "report-browser-"));
  for (const [name, report] of Object.entries(reports))
    await writeFile(join(folder.path, `${name}.html`), renderHtml(report));
  for (const report of [reports.known, { ...reports.some, startedAt: "2026-11-25T10:14:00.000Z" }])
    await addToHistory(report, folder.path);
});

afterAll(async () => {
  await browser?.close();
  await folder?.[Symbol.asyncDispose]();
});

async function open(
  name: Name | "history",
  options: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<Opened> {
  const { hash = "", ...context } = options;
  const opened = await browser.newContext({ reducedMotion: "reduce", ...context });
  const page = await opened.newPage();
  const url = pathToFileURL(join(folder.path, `${name}.html`)).href;
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (request.url().split("#", 1)[0] !== url && !request.url().startsWith("data:")) complaints.push(request.url());
  });
  await page.goto(url + hash);
  return { page, complaints, [Symbol.asyncDispose]: async () => await opened.close() };
}

const rows = "#grid tbody tr:visible";
const failures = ".failure:visible";

describe.each(["large", "some", "one", "hostile", "blocked", "known"] as const)("the %s page", (name) => {
  test("opens without a complaint and asks for nothing", async () => {
    await using opened = await open(name);

    expect(await opened.page.locator("h1").innerText()).toContain("Does not conform");
    expect(await opened.page.locator(rows).count()).toBe(reports[name].requirements.length);
    expect(await opened.page.locator("script").count()).toBe(1);
    expect(opened.complaints).toEqual([]);
  });

  test.each([390, 900, 1440])("is no wider than a window of %i", async (width) => {
    await using opened = await open(name, { viewport: { width, height: 900 } });

    const overflow = await opened.page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

describe.each(["some", "one", "hostile", "blocked", "known"] as const)("accessibility of the %s page", (name) => {
  test.each(["light", "dark"] as const)("has no violation in the %s", async (colorScheme) => {
    await using opened = await open(name, { colorScheme });

    expect(await violationsIn(opened.page)).toEqual([]);
  });
});

describe("the history", () => {
  test.each(["light", "dark"] as const)(
    "has no violation in the %s, asks for nothing and fits a phone",
    async (colorScheme) => {
      await using opened = await open("history", { colorScheme, viewport: { width: 390, height: 844 } });

      expect(await violationsIn(opened.page)).toEqual([]);
      expect(await opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect(await opened.page.locator("h1").innerText()).toContain("The last 2 runs");
      expect(opened.complaints).toEqual([]);
    },
  );
});

describe("filters", () => {
  test("show one outcome, and say how much is shown", async () => {
    await using opened = await open("large");

    await opened.page.getByRole("button", { name: "fail 25" }).click();

    expect(await opened.page.locator(rows).count()).toBe(2);
    expect(await opened.page.locator(failures).count()).toBe(2);
    expect(await opened.page.getByRole("status").innerText()).toBe(
      `Shown: 2 of ${requirements.length} requirements, 25 of 3000 results, 2 of 3 failures.`,
    );
  });

  test("keep the headings' counts to what is shown", async () => {
    await using opened = await open("large");
    const heading = opened.page.getByRole("heading", { name: "What to fix" });
    expect(await heading.innerText()).toBe("What to fix 3 requirements, 26 results");

    await opened.page.locator("select[name=cell]").selectOption("openbao 2.7.2 · debian-slim");
    expect(await heading.innerText()).toBe("What to fix 2 of 3 requirements, 2 of 26 results");
    await opened.page.getByRole("button", { name: "error" }).click();
    expect(await heading.innerText()).toBe("What to fix 1 of 3 requirements, 1 of 26 results");
    await opened.page.getByRole("button", { name: "Reset" }).click();

    expect(await heading.innerText()).toBe("What to fix 3 requirements, 26 results");
  });

  test("count known failures and what is blocked for themselves", async () => {
    await using opened = await open("known");
    const headings = opened.page.locator("section.failures h2");

    await opened.page.getByRole("button", { name: "fail 2" }).click();

    expect(await headings.allInnerTexts()).toEqual([
      "What to fix 1 requirement, 1 result, 0 of 1 blocked",
      "Known failures 1 requirement, 1 result",
    ]);
  });

  test("show what is blocked, with what blocks it", async () => {
    await using opened = await open("blocked");

    await opened.page.getByRole("button", { name: "blocked 1" }).click();

    expect(await opened.page.locator(rows).count()).toBe(1);
    expect(await opened.page.locator(failures).innerText()).toContain("LOGIN-06 fails; 1 result is blocked by it");
  });

  test("show one cell, one profile and a text, and all again", async () => {
    await using opened = await open("large");
    const { page } = opened;

    await page.locator("select[name=cell]").selectOption("vault 1.13.1 · no-sudo");
    expect(await page.locator("#grid thead th:visible").count()).toBe(2);
    expect(await page.locator(failures).count()).toBe(1);
    await page.locator("select[name=profile]").selectOption("hardened");
    const hardened = reports.large.requirements.filter(({ profile }) => profile === "hardened");
    expect(await page.locator(rows).count()).toBe(hardened.length);
    await page.getByRole("searchbox").fill("sec-02 nowhere");
    expect(await page.locator("#nothing").isVisible()).toBe(true);
    await page.getByRole("searchbox").fill("SEC-02");
    expect(await page.locator(rows).count()).toBe(1);
    await page.getByRole("button", { name: "Reset" }).click();

    expect(await page.locator(rows).count()).toBe(requirements.length);
    expect(await page.locator("#grid thead th:visible").count()).toBe(21);
    expect(await page.getByRole("status").textContent()).toBe("");
  });

  test("find what a failure says", async () => {
    await using opened = await open("large");

    await opened.page.getByRole("searchbox").fill("POLICY-04 elsewhere.example");

    expect(await opened.page.locator(failures).count()).toBe(1);
    expect(await opened.page.locator(".group:visible").count()).toBe(1);
  });
});

describe("a result's own link", () => {
  test.each([
    ["a failure", "#LOGIN-06/vault-refuses-the-login/oidc/c7"],
    ["a result that passed", "#CLI-01/an-exact-version-is/none/c3"],
  ])("opens and shows %s", async (_, hash) => {
    await using opened = await open("large", { hash });

    expect(await isInView(opened.page, hash)).toBe(true);
  });

  test("is where a field of the grid leads, and gets past a filter that hides it", async () => {
    await using opened = await open("large");
    const { page } = opened;
    await page.locator('#grid td a[data-o="error"]').click();
    const hash = await page.evaluate<string>("location.hash");
    expect(await isInView(page, hash)).toBe(true);
    await page.getByRole("button", { name: "pass" }).click();
    expect(await page.locator(failures).count()).toBe(0);

    await page.evaluate("location.hash = '#LOGIN-06/vault-refuses-the-login/oidc/c1'");

    await page.locator('[id="LOGIN-06/vault-refuses-the-login/oidc/c1"][open]').waitFor();
    expect(await page.getByRole("button", { name: "pass" }).getAttribute("aria-pressed")).toBe("false");
  });

  test("is in the address bar of who opens a failure, what it blocks, or a requirement", async () => {
    await using opened = await open("blocked");
    const { page } = opened;
    const hash = async () => await page.evaluate<string>("location.hash");
    await page.locator(".failure summary").first().click();
    expect(await hash()).toBe("");

    await page.locator(".failure summary").first().click();
    expect(await hash()).toBe("#LOGIN-06/refused-login/custom/c1");
    await page.getByText("1 result is blocked by it").click();
    expect(await hash()).toBe("#LOGIN-06/blocked");
    await page.locator("#grid summary").first().click();

    expect(await hash()).toBe("#LOGIN-01");
    expect(opened.complaints).toEqual([]);
  });

  test("is a requirement's too, from its failure", async () => {
    await using opened = await open("large");

    await opened.page.getByRole("link", { name: "ROLE-05", exact: true }).click();

    await opened.page.locator('[id="ROLE-05"][open]').waitFor();
    expect(await opened.page.locator("[id='ROLE-05']").innerText()).toContain("docs/requirements.md#role-05");
    expect(await isInView(opened.page, "#ROLE-05")).toBe(true);
    const title = await opened.page.locator("#ROLE-05 .title").boundingBox();
    expect(
      await opened.page.evaluate(`document.elementFromPoint(${(title?.x ?? 0) + 2}, ${(title?.y ?? 0) + 2}).className`),
    ).toBe("title");
  });

  test("works without the page's script", async () => {
    const hash = "#LOGIN-06/vault-refuses-the-login/oidc/c7";
    await using opened = await open("large", { hash, javaScriptEnabled: false });

    expect(await opened.page.locator(`[id="${hash.slice(1)}"]`).isVisible()).toBe(true);
    expect(await opened.page.locator("#filters").isVisible()).toBe(false);
    expect(await opened.page.locator(rows).count()).toBe(requirements.length);
  });
});

describe("on a phone", () => {
  const viewport = { width: 390, height: 844 };

  test.each(["large", "known", "blocked"] as const)(
    "the verdict of the %s page and what failed first fill the first screen",
    async (name) => {
      await using opened = await open(name, { viewport });
      const { page } = opened;

      const seen = [page.locator("h1"), page.getByText("What to fix"), page.locator(".failure .mark").first()];
      for (const part of seen) {
        const place = await part.boundingBox();
        expect((place?.y ?? viewport.height) + (place?.height ?? 0)).toBeLessThan(viewport.height);
      }
      const facts = await page.locator(".run").boundingBox();
      const failure = await page.locator(".failure").last().boundingBox();
      expect(facts?.y).toBeGreaterThan(failure?.y ?? Number.POSITIVE_INFINITY);
    },
  );

  test("a closed failure says what was observed", async () => {
    await using opened = await open("large", { viewport });

    expect(await opened.page.locator(".gist").first().innerText()).toContain("exit status 0, and the log says");
  });

  test("filters are folded, and say what they hide", async () => {
    await using opened = await open("large", { viewport });
    const { page } = opened;
    expect(await page.getByRole("searchbox").isVisible()).toBe(false);

    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("button", { name: "error" }).click();
    await page.getByRole("button", { name: "Filter" }).click();

    expect(await page.getByRole("searchbox").isVisible()).toBe(false);
    expect(await page.getByRole("status").innerText()).toMatch(/^Shown: 1 of /);
  });

  test("a title in the grid has room to be read", async () => {
    await using opened = await open("some", { viewport });

    const title = opened.page.locator("#grid .title").first();
    expect((await title.boundingBox())?.width).toBeGreaterThan(120);
    await title.click();

    expect((await title.boundingBox())?.width).toBeGreaterThan(250);
  });
});

describe("by keyboard", () => {
  test("the first stop leads past the failures", async () => {
    await using opened = await open("large");

    await opened.page.keyboard.press("Tab");
    expect(await focused(opened.page)).toBe("Skip to the requirements");
    await opened.page.keyboard.press("Enter");

    expect(await isInView(opened.page, "#requirements")).toBe(true);
  });

  test("arrows lead through the grid, and Enter to the failure", async () => {
    await using opened = await open("large");
    const { page } = opened;
    expect(await page.locator('#grid td a[tabindex="0"]').count()).toBe(1);

    await page.locator("#grid td a").first().focus();
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp"]) await page.keyboard.press(key);
    expect(await focused(page)).toBe("pass: LOGIN-01, openbao 2.7.2 · no-sudo");
    for (let row = 0; row < 5; row += 1) await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("fail: LOGIN-06, openbao 2.7.2 · no-sudo");
    await page.keyboard.press("Enter");

    // The same failed in the first cell, where it is told.
    await page.locator('[id="LOGIN-06/vault-refuses-the-login/oidc/c1"][open]').waitFor();
  });

  test("a failure opens and closes", async () => {
    await using opened = await open("one");
    const failure = opened.page.locator(".failure").first();
    await failure.locator("summary").first().focus();

    await opened.page.keyboard.press("Enter");
    expect(await failure.getAttribute("open")).toBeNull();
    await opened.page.keyboard.press("Enter");

    expect(await failure.getAttribute("open")).toBe("");
  });
});

test("a copied command is ready to paste", async () => {
  await using opened = await open("one", { permissions: ["clipboard-read", "clipboard-write"] });
  const command = opened.page.locator(".failure .command").first();

  await command.getByRole("button").click();
  await command.getByText("Copied").waitFor();

  expect(await opened.page.evaluate("navigator.clipboard.readText()")).toBe(
    "npx vault-jwt-conformance run --only LOGIN-06 --token oidc --module 'git::https://git.example.com/modules.git//vault-jwt?ref=v1.2.0' --runtime process --server openbao@2.7.2 --agent debian",
  );
});

test("on paper everything about a failure is there, and nothing to press", async () => {
  await using opened = await open("some");
  const { page } = opened;

  await page.pdf();
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  await page.emulateMedia({ media: "print" });

  expect(await page.locator(".failure:not([open])").count()).toBe(0);
  expect(await page.locator("button:visible, select:visible").count()).toBe(0);
});

/** What axe finds in a page with all its parts open. */
async function violationsIn(page: Page): Promise<unknown> {
  await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
  await page.evaluate(axe.source);
  return await page.evaluate(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`,
  );
}

async function isInView(page: Page, hash: string): Promise<boolean> {
  const place = await page.locator(`[id="${hash.slice(1)}"]`).boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  return place !== null && place.y >= 0 && place.y < height;
}

async function focused(page: Page): Promise<string> {
  return await page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent");
}
