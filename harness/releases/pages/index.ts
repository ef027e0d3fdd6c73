export { checkpointDocument, productDocument, versionDocument } from "./documents.ts";
export { notFoundPage, productsPage, versionPage, versionsPage } from "./pages.ts";
export { html, json, type Pace, type Reply, send } from "./reply.ts";
