export { closeInherited } from "./close-inherited.ts";
export { type Executed, executed, type Piece } from "./executed.ts";
export { type Launched, launch } from "./launch.ts";
export { collectLines, createBell } from "./lines.ts";
export { runProcess } from "./run-process.ts";
