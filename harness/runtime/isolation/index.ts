export { gapsOf, isolationOf } from "./isolation.ts";
export { surveyIsolation } from "./survey.ts";
