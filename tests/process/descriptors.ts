/** Opens a run with all that it starts, and says what of its caller's is open in any process of it. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { markerName } from "../../harness/runtime/marker.ts";
import { allMeans } from "../../harness/runtime/process/namespaces/means.ts";
import { processRuntime } from "../../harness/runtime/process/network.ts";
import { openRun } from "../../harness/runtime/scope/run-scope.ts";
import { debian } from "./workspace.ts";

const [name, ...callers] = process.argv.slice(2);
await using run = await openRun(false);
await using network = await processRuntime(
  run,
  allMeans.find((means) => means.name === name),
).network();
const machine = await network.machine(debian);
const server = { hostname: "server.example.com", executable: "/bin/sleep", args: ["infinity"], port: 80, tls: false };
await network.service({ ...server, environment: {}, files: {} });
const ended = new AbortController();
const started = Promise.withResolvers<void>();
const script =
  "ls -l /proc/self/fd; setsid sleep 1000 & sudo sh -c 'ls -l /proc/self/fd; echo started; exec sleep 1000'";
const running = machine
  .run({
    argv: ["/bin/bash", "-c", script],
    environment: machine.environment,
    signal: ended.signal,
    onOutput(chunk, stream) {
      process.stdout.write(stream === "stdout" ? String(chunk) : "");
      if (String(chunk).includes("started")) started.resolve();
    },
  })
  .catch(() => {});
await started.promise;
const looked = readdirSync("/proc").filter((entry) => isOfRun(entry));
process.stdout.write(`${looked.length} processes\n${looked.flatMap(openIn).join("\n")}\n`);
ended.abort();
await running;

function isOfRun(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`${markerName}=${run.id}`);
  } catch {
    return pid === String(process.pid);
  }
}

function openIn(pid: string): string[] {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    return links.filter((link) => callers.includes(link)).map((link) => `${pid} has ${link}`);
  } catch {
    return [];
  }
}
