export { checkCoderAgent, fetchedCoder, findCoderAgent, waysToCoderAgent } from "./coder-agent.ts";
export { checkCoderServer, findCoderServer, waysToCoderServer } from "./coder-server.ts";
