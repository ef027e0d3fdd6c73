export { htmlDocument } from "./document.ts";
export { marks, moment } from "./marks.ts";
export { renderHtml } from "./page.ts";
export { type Html, html } from "./template.ts";
