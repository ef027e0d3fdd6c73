/** Opens a run with a network, a server and a workspace, says which run it is, and waits to be killed. */
import { allMeans } from "../../harness/runtime/process/namespaces/means.ts";
import { processRuntime } from "../../harness/runtime/process/network.ts";
import { openRun } from "../../harness/runtime/scope/run-scope.ts";

const run = await openRun(false);
const means = allMeans.find(({ name }) => name === process.argv[2]);
const network = await processRuntime(run, means).network();
const machine = await network.machine({ kind: "debian", trustedCertificates: "", executables: {} });
await network.service({
  hostname: "server.example.com",
  executable: "/bin/sleep",
  args: ["infinity"],
  environment: {},
  files: {},
  port: 80,
  tls: false,
});
void machine.run({
  argv: ["/bin/bash", "-c", `setsid sleep 300001.${run.id} & sudo sleep 300002.${run.id} & echo; wait`],
  environment: machine.environment,
  onOutput: () => process.send?.({ id: run.id, folder: run.folder }),
});
