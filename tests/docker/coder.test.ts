import { afterAll, beforeAll } from "vitest";
import type { Machine, Network } from "../../harness/runtime/index.ts";
import { agentRules } from "../coder/agent-rules.ts";
import { openNetwork } from "./site.ts";

let network: Network;
let machine: Machine;
beforeAll(async () => {
  network = await openNetwork();
  machine = await network.machine({ kind: "debian", trustedCertificates: "", executables: {} });
});
afterAll(() => network[Symbol.asyncDispose]());

agentRules(() => machine);
