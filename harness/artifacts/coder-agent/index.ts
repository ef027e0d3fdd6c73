export {
  checkCoderAgent,
  checkCoderServer,
  fetchedCoder,
  findCoderAgent,
  findCoderServer,
  waysToCoderAgent,
  waysToCoderServer,
} from "./coder-agent.ts";
