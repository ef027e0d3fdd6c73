export { checkCoderAgent, fetchedCoder, findCoderAgent, waysToCoderAgent } from "./coder-agent.ts";
