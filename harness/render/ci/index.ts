export { renderAnnotations } from "./annotations.ts";
export { renderCodeQuality } from "./code-quality.ts";
export { renderSarif } from "./sarif.ts";
