import type { Machine } from "../../runtime/index.ts";

/** A signal to every process of the start scripts, as somebody in the workspace can send it. */
export interface Interruption {
  readonly signal: Signal;
  /** Resolves when it is time to send the signal. */
  readonly when: () => Promise<unknown>;
}

type Signal = "HUP" | "INT" | "TERM" | "KILL";

/** Waits for what is running; sends the signal meanwhile, if it becomes due. */
export async function interrupted<T>(running: Promise<T>, machine: Machine, interruption?: Interruption): Promise<T> {
  if (interruption === undefined) return await running;
  const ended = running.then(() => false);
  const due = interruption.when().then(() => true);
  if (await Promise.race([due, ended])) await signalScripts(machine, interruption.signal);
  // What is waited for may never come once the script has ended.
  due.catch(() => {});
  return await running;
}

/** Sends a signal to every process of all scripts. */
export async function signalScripts(machine: Machine, signal: Signal): Promise<void> {
  await send(machine, signal, await processesOf(machine, ""));
}

/** Hangs up on a script's whole process group, as the end of its time does (rule 8.7). */
export async function hangUp(machine: Machine, folder: string): Promise<void> {
  const all = await processesOf(machine, folder);
  const group = all.find(({ isLeader }) => isLeader)?.group;
  const members = all.filter((one) => one.group === group);
  await send(machine, "HUP", members);
}

/** Kills the process that the agent has started itself, and none of those that it has started. */
export async function killLeader(machine: Machine, folder: string): Promise<void> {
  const all = await processesOf(machine, folder);
  await send(
    machine,
    "KILL",
    all.filter(({ isLeader }) => isLeader),
  );
}

interface ScriptProcess {
  readonly pid: string;
  readonly group: string;
  /** The agent itself has started it: what has started the look at it has started it too. */
  readonly isLeader: boolean;
}

const list = `
echo "$PPID"
for process in /proc/[0-9]*; do
  if grep -qzF "CODER_SCRIPT_DATA_DIR=$0" "$process/environ"; then cat "$process/stat"; fi
done 2> /dev/null
:`;

/** The processes of the script with this folder; with `""` those of all scripts. */
async function processesOf(machine: Machine, folder: string): Promise<readonly ScriptProcess[]> {
  const { stdout } = await inWorkspace(machine, ["/bin/sh", "-c", list, folder]);
  const [agent, ...lines] = stdout.split("\n");
  return lines.flatMap((line) => {
    const [state, parent, group] = line.slice(line.lastIndexOf(")") + 2).split(" ");
    const [pid] = line.split(" ", 1);
    if (pid === undefined || parent === undefined || group === undefined || state === "Z") return [];
    return [{ pid, group, isLeader: parent === agent }];
  });
}

async function send(machine: Machine, signal: Signal, processes: readonly ScriptProcess[]): Promise<void> {
  if (processes.length === 0) return;
  // One of them may have ended by itself.
  const kill = `for pid; do kill -s "$0" "$pid" 2> /dev/null; done`;
  await inWorkspace(machine, ["/bin/sh", "-c", kill, signal, ...processes.map(({ pid }) => pid)]);
}

async function inWorkspace(machine: Machine, argv: readonly string[]) {
  return await machine.run({ argv, environment: machine.environment, cwd: "/" });
}
