import { agentTests } from "../engine/agents.ts";
import { test } from "./site.ts";

test.for(agentTests)("%s", async ([_what, holds], { network }) => {
  await holds({ network, start: (spec) => network.machine({ trustedCertificates: "", executables: {}, ...spec }) });
});
