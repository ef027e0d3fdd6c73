/** A run that says what it does and waits to be killed: its network's and its workspace's creation, then nothing. */

import { openRuntime, prepareDocker } from "../../harness/runtime/index.ts";
import { openRun } from "../../harness/runtime/scope/index.ts";

const run = await openRun(false);
const preparations = await prepareDocker({ run, offline: true, progress: () => {} });
run.usesDocker(preparations.connection);
const docker = await preparations.prepare({ workspaces: [{ agent: "debian", executables: {} }], servers: [] });
const runtime = await openRuntime({ ...run, runtime: "docker", docker });
console.log(`${run.id} ${run.folder}`);
const network = await runtime.network();
console.log("network");
await network.machine({ kind: "debian", trustedCertificates: "", executables: {} });
console.log("machine");
setInterval(() => {}, 60_000);
