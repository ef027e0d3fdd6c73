export { evaluate, type Scope } from "./expressions.ts";
export { readAction, readWorkflow, type Step } from "./files.ts";
export { createGround, type Ground, repositoryNames } from "./ground.ts";
export { type PlayedJob, playWorkflow } from "./play.ts";
