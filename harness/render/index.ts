export { blockedSentence } from "./blocked.ts";
export { wordsOf } from "./causes.ts";
export { renderAnnotations, renderCodeQuality, renderSarif } from "./ci/index.ts";
export { type ConsoleOptions, renderConsole, renderFailure } from "./console.ts";
export { rerunCommand } from "./failure-sections.ts";
export { type Html, html, htmlDocument, marks, moment, renderHtml } from "./html/index.ts";
export { renderMarkdown } from "./markdown/index.ts";
export { renderMetrics } from "./metrics.ts";
export { renderBadge, renderJUnit } from "./xml/index.ts";
