export { filesOfAgent } from "./agent-process.ts";
export { createControlPlane } from "./control-plane.ts";
export { startRealAgent } from "./real-agent.ts";
