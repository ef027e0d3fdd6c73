export { renderBadge } from "./badge.ts";
export { renderJUnit } from "./junit.ts";
