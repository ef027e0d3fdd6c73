import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, statfs } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Stream } from "node:stream";
import { HarnessFault } from "../../errors/index.ts";
import { agents } from "../agents.ts";
import { architectureVariables, personalityOf } from "../architecture.ts";
import { bounds } from "../bounds.ts";
import { checkLacking } from "../lacking.ts";
import { runProcess } from "../launch/index.ts";
import { runMarker } from "../marker.ts";
import { tool, toolsFolder } from "../tools.ts";
import type { Machine, MachineSpec } from "../types.ts";
import { environment, home } from "../workspace-user.ts";
import { type ControlGroup, openControlGroup, reachable } from "./kernel/index.ts";
import type { Means } from "./namespaces/index.ts";
import { enterAsIs } from "./namespaces/index.ts";
import { giveToSandbox } from "./sandbox-user.ts";
import { started } from "./started.ts";
import { noBusybox, placeOf, programs, workspaceView } from "./view/index.ts";
import { layOutWorkspace } from "./workspace-files.ts";
import { workspaceInit } from "./workspace-init.ts";

export interface MachinePlace {
  readonly runId: string;
  /** Whether what the workspace writes stays in its folder. */
  readonly keep: boolean;
  /** A folder of the machine's own. */
  readonly folder: string;
  readonly means: Means;
  readonly enter: readonly string[];
  readonly hostsFile: string;
  /** The folder of the harness's own tools. */
  readonly tools: string;
}

/**
 * Starts a workspace: programs of this machine read-only, everything else of its own.
 *
 * @throws HarnessFault `runtime.machine` when the kernel refuses the isolation, `runtime.needed`
 * @throws CannotRunHere `runtime.busybox`
 */
export async function startMachine(asked: MachineSpec, place: MachinePlace): Promise<Machine> {
  const spec = { ...asked, without: [...agents[asked.kind].without, ...(asked.without ?? [])] };
  checkLacking(spec);
  if (spec.busybox !== undefined && spec.busybox.length > 0 && placeOf("busybox") === undefined) throw noBusybox();
  await mkdir(place.folder, { recursive: true });
  await layOutWorkspace(place.folder, spec);
  if (place.keep) await giveToSandbox(place.folder);
  const { before, view } = reachable(workspaceView(spec, place));
  await using opened = new AsyncDisposableStack();
  const group = opened.use(await openControlGroup(place.runId, place.folder.split("/").slice(-2).join("-")));
  const [command = "", ...args] = [
    ...group.enter,
    ...before,
    ...place.enter,
    ...place.means.layered(view, workspaceInit(spec)),
  ];
  const child = spawn(command, args, {
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    detached: true,
    env: runMarker(place.runId),
  });
  const machine = machineOf(child, { spec, residents: await residentsOf(child), group });
  opened.move();
  return machine;
}

/** Processes whose namespaces commands run in: the sandbox's first as this machine counts, the others as it does. */
interface Residents {
  readonly first: string;
  readonly root: string;
  readonly coder: string;
}

async function residentsOf(child: ChildProcess): Promise<Residents> {
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  const [status, ready] = await Promise.all([firstOutput(child, child.stdio[3]), firstOutput(child, child.stdout)]);
  const first = /"child-pid": (\d+)/.exec(status)?.[1];
  const [, root, coder] = /^ready (\d+) (\d+)\n/.exec(ready) ?? [];
  if (first !== undefined && root !== undefined && coder !== undefined) return { first, root, coder };
  throw new HarnessFault(
    "runtime.machine",
    `A workspace could not be isolated: ${complaint.trim() || "its first process ended"}.`,
    "Run `doctor`, or use --runtime docker.",
  );
}

/** Empty where the process ended before. */
async function firstOutput(child: ChildProcess, stream: Stream | null | undefined): Promise<string> {
  if (!stream) return "";
  const [output] = await Promise.race([once(stream, "data"), once(child, "exit").then(() => [""])]);
  return String(output);
}

interface Made {
  readonly spec: MachineSpec;
  readonly residents: Residents;
  readonly group: ControlGroup;
}

function machineOf(child: ChildProcess, { spec, residents, group }: Made): Machine {
  // The harness's own programs need not be restricted, and are nothing that a workspace could alter.
  const asRoot = async (argv: readonly string[], stdin?: string | Buffer) =>
    await runProcess([...entrance(residents, "root"), tool("env"), "-C", "/root", "--", ...argv], {
      environment: { PATH: toolsFolder },
      ...(stdin === undefined ? {} : { stdin }),
    });
  return {
    home,
    environment: { ...environment, ...architectureVariables(spec.architecture) },
    async run(command) {
      const { user = "coder", cwd = user === "root" ? "/root" : home } = command;
      const { argv, environment } = started({ ...command, argv: [...personalityOf(spec), ...command.argv], cwd });
      return (await runProcess([...group.enter, ...entrance(residents, user), ...argv], { ...command, environment }))
        .text;
    },
    async readFile(path) {
      const result = await asRoot([tool("cat"), "--", path]);
      return result.text.exitCode === 0 ? result.stdout : undefined;
    },
    async writeFile(path, content, options = {}) {
      const mode = (options.mode ?? 0o644).toString(8);
      const script = 'mkdir -p -- "$1" && cat > "$1/$2" && chmod "$3" "$1/$2"';
      const { text } = await asRoot([tool("sh"), "-c", script, "sh", dirname(path), basename(path), mode], content);
      if (text.exitCode !== 0) throw notWritten(path, text.stderr);
    },
    reached: async () => [...(await group.reached()), ...(await fullDisk(residents))],
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      await group[Symbol.asyncDispose]();
    },
  };
}

/** What is put before a command: into the sandbox with all rights in it, then to its user's side. */
function entrance(residents: Residents, user: "coder" | "root"): string[] {
  const into = [programs.nsenter, ...enterAsIs(), "--target", residents.first];
  const sandbox = [...into, "--user", "--mount", "--pid", "--net", "--ipc", "--uts", "--"];
  return [
    ...sandbox,
    tool("nsenter"),
    "--preserve-credentials",
    "--target",
    residents[user],
    "--user",
    "--mount",
    "--",
  ];
}

async function fullDisk({ first }: Residents): Promise<readonly string[]> {
  const disk = await statfs(`/proc/${first}/root/tmp`).catch(() => undefined);
  if (disk === undefined || (disk.bavail > 0 && disk.ffree > 0)) return [];
  return [disk.ffree === 0 ? `${bounds.inodes} files` : `${bounds.disk / 1024 ** 3} GiB of disk`];
}

function notWritten(path: string, said: string): HarnessFault {
  return new HarnessFault(
    "runtime.write",
    `The file ${path} could not be written in a workspace: ${said.trim()}.`,
    "Report this as a defect of the harness.",
    { path },
  );
}
