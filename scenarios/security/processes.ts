import { cannotTell, type Workspace } from "../../harness/engine/index.ts";

/** Milliseconds: what lives longer has been seen. */
const blink = 50;
const tries = 12;

/** Starts workspaces until one was watched without a pause that a process could have hidden in; gives them all. */
export async function watchedStarts(start: () => Promise<Workspace>): Promise<readonly Workspace[]> {
  const started: Workspace[] = [];
  while (started.length < tries) {
    const workspace = await start();
    started.push(workspace);
    if (workspace.unwatchedFor <= blink) return started;
  }
  const problem = `Processes that live ${blink} ms could not be seen in ${tries} starts: the machine is overloaded.`;
  return cannotTell(problem, "Run again with a smaller --jobs, or on a machine with less load.");
}

/** The arguments of each process of a start; the agent's own `<shell> -c <text>` is Coder's. */
export function argumentsIn({ processes, agent }: Workspace): readonly string[] {
  const texts = agent.scripts.map(({ script }) => script.text);
  return processes.filter(({ args }) => !texts.some((text) => args.includes(text))).map(({ args }) => args.join(" "));
}

/** The environment of every process that the start has left behind. */
export async function environmentsIn(workspace: Workspace): Promise<string> {
  return (await workspace.running()).flatMap(({ environment = [] }) => environment).join("\n");
}
