export { renderHtml } from "./page.ts";
export { type Html, html, textOf, trusted } from "./template.ts";
