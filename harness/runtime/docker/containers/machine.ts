import { HarnessFault } from "../../../errors/index.ts";
import { limits } from "../../../waiting/index.ts";
import { agents } from "../../agents.ts";
import { architectureVariables, personalityOf } from "../../architecture.ts";
import { bounds } from "../../bounds.ts";
import { checkLacking } from "../../lacking.ts";
import { tool, toolsFolder } from "../../tools.ts";
import type { Machine, MachineSpec } from "../../types.ts";
import { environment, home } from "../../workspace-user.ts";
import { attendantIn, type Execution } from "./attendant.ts";
import { changesFor } from "./changes.ts";
import { RunContainer, startReady } from "./container.ts";
import type { Place } from "./place.ts";

const trust = '[ -z "$0" ] || printf "%s\\n" "$0" > /etc/ssl/certs/ca-certificates.crt';
const stay = "echo ready && exec sleep infinity";
// Podman's init is a package apart: there the first process's shell, as long as it waits, reaps what others leave behind.
const stayOnPodman = 'echo ready; while :; do sleep infinity & wait "$!" || :; done';
// What is taken out of the machine, or stood in for, must not be missing here.
const byTools = `PATH=${toolsFolder}:$PATH`;

/** Writes standard input to $1 with mode $2 for the owner $3, who is given the folders that had to be made. */
const write = `set -e
folder=$(dirname -- "$1") made=
parent=$folder
while [ ! -e "$parent" ]; do made=$parent parent=$(dirname -- "$parent"); done
mkdir -p -- "$folder"
[ -z "$made" ] || chown -R "$3:" -- "$made"
cat > "$1"
chown "$3:" -- "$1"
chmod "$2" -- "$1"`;

/**
 * Starts a workspace.
 *
 * @throws HarnessFault `runtime.container`, `runtime.needed`
 */
export async function startMachine(spec: MachineSpec, place: Place): Promise<Machine> {
  checkLacking(spec);
  const { docker, engine } = place.host;
  const image = await place.images.agent(spec.kind, spec.executables);
  const container = await startReady(
    new RunContainer(image, "a workspace", place)
      .withCommand([
        tool("sh"),
        "-ec",
        [byTools, trust, ...changesFor(spec), engine.name === "Podman" ? stayOnPodman : stay].join("\n"),
        spec.trustedCertificates,
      ])
      .bounded([...agents[spec.kind].without, ...(spec.without ?? [])].includes("sudo"))
      .withHostname("workspace")
      .withNameServer()
      .withInit(),
  );
  const attendant = attendantIn(docker, container.id);
  const asRoot = async (argv: readonly string[], stdin?: Execution["stdin"]) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(noAnswer()), limits.shell);
    const { signal } = patience;
    try {
      return await attendant.run({ argv, environment: { PATH: toolsFolder }, cwd: "/", user: "root", stdin, signal });
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    home,
    environment: { ...environment, ...architectureVariables(spec.architecture) },
    async run({ user = "coder", cwd = user === "root" ? "/root" : home, ...command }) {
      const argv = [...personalityOf(spec), ...command.argv];
      return (await attendant.run({ ...command, argv, user, cwd })).text;
    },
    async readFile(path) {
      const { text, stdout } = await asRoot([tool("cat"), "--", path]);
      return text.exitCode === 0 ? stdout : undefined;
    },
    async writeFile(path, content, { mode = 0o644, owner = "coder" } = {}) {
      const { text } = await asRoot([tool("sh"), "-c", write, "sh", path, mode.toString(8), owner], content);
      if (text.exitCode !== 0) throw notWritten(path, text.stderr);
    },
    async reached() {
      const { State } = await docker.getContainer(container.id).inspect();
      return State.OOMKilled ? [`${bounds.memory / 1024 ** 3} GiB of memory`] : [];
    },
    [Symbol.asyncDispose]: () => container[Symbol.asyncDispose](),
  };
}

function noAnswer(): HarnessFault {
  return new HarnessFault(
    "runtime.container",
    `A workspace's container did not answer within ${limits.shell / 1000} s.`,
    "Check whether the module stops processes that are not its own, or the Docker daemon is overloaded.",
  );
}

function notWritten(path: string, said: string): HarnessFault {
  return new HarnessFault(
    "runtime.file",
    `The file ${path} could not be written into a workspace: ${said.trim()}.`,
    "Check that the Docker daemon has room; otherwise report this as a defect of the harness.",
    { path },
  );
}
