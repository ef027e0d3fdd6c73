export { checkCoderAgent, findCoderAgent } from "./coder-agent.ts";
