export { type Comparison, compareReports } from "./compare.ts";
export { renderComparison } from "./render.ts";
