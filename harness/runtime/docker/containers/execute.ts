import { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { type Executed, executed, type Piece } from "../../launch/index.ts";
import { tool } from "../../tools.ts";
import type { Command } from "../../types.ts";
import type { Docker } from "../daemon/index.ts";

export interface Execution extends Pick<Command, "onOutput" | "signal" | "onEnd" | "letGo"> {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: string;
  readonly umask?: string | undefined;
  readonly stdin?: string | Buffer | undefined;
}

const enter = `umask "$1" && shift && cd -- "$0" && exec ${tool("env")} "$@"`;

// Docker cannot end a command, and does not say its process id inside of the container; nor does it say which pipes
// its output goes through, by which those who hold them are known.
const plain = `echo $$; ${enter}`;
const withPipes = `echo $$ $(${tool("readlink")} /proc/$$/fd/1 /proc/$$/fd/2); ${enter}`;

/** What Docker, and the shell that changes the folder, add to a command's environment. */
const added = ["HOME", "HOSTNAME", "OLDPWD", "PATH", "PWD", "TERM"];

/** Names of variables that the shell sets for itself, and those that it does not hand on. */
const notForShells: RegExp = /^(?:IFS|LINENO|OLDPWD|OPTIND|PPID|PWD)$|^(?![A-Za-z_]\w*$)/;

/** Runs a command in a container to its end, with exactly the given environment. */
export async function execute(docker: Docker, container: string, execution: Execution): Promise<Executed> {
  const { argv, cwd, user, umask = "022", stdin, signal, letGo } = execution;
  signal?.throwIfAborted();
  const { byDocker, byArguments } = handedOver(execution.environment);
  const exec = await docker.getContainer(container).exec({
    Cmd: [tool("sh"), "-c", letGo === undefined ? plain : withPipes, cwd, umask, ...byArguments, ...argv],
    Env: byDocker,
    User: user,
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: stdin !== undefined });
  // A command that does not read its input must not bring the harness down with EPIPE.
  const ended = Promise.withResolvers<void>();
  stream.once("end", ended.resolve).once("close", ended.resolve).on("error", ended.resolve);
  const { pieces, place } = collect(docker, stream, execution);
  const onAbort = () => void place.then(([pid]) => killGroup(docker, container, pid)).finally(() => stream.destroy());
  signal?.addEventListener("abort", onAbort, { once: true });
  if (stdin !== undefined) stream.end(stdin);
  await ended.promise;
  signal?.removeEventListener("abort", onAbort);
  signal?.throwIfAborted();
  const { ExitCode } = await exec.inspect();
  execution.onEnd?.();
  const held =
    letGo !== undefined &&
    (await staysHeld(docker, container, { user, letGo, pipes: await Promise.race([place, []]) }));
  return executed(pieces, ExitCode ?? 255, held);
}

/** The daemon stops to read two seconds after a command's end, so whoever holds its pipes then has to be looked for. */
async function staysHeld(
  docker: Docker,
  container: string,
  { user, letGo, pipes }: { readonly user: string; readonly letGo: AbortSignal; readonly pipes: readonly string[] },
): Promise<boolean> {
  const names = pipes.filter((name) => name.startsWith("pipe:"));
  const argv = [tool("sh"), "-c", holders, ...names];
  // Where root lacks some of its rights, only the owner of a process may see what it has open.
  const users = [...new Set([user, "root"])];
  const look = (one: string) => execute(docker, container, { argv, environment: {}, cwd: "/", user: one });
  while (names.length > 0) {
    const answers = await Promise.all(users.map(look));
    if (answers.every(({ text }) => text.exitCode !== 0)) return false;
    if (letGo.aborted) return true;
    await setTimeout(betweenLooks);
  }
  return false;
}

const betweenLooks = 100;
const holders = 'ls -l /proc/[0-9]*/fd 2> /dev/null | grep -qF -e "$0" -e "${1:-$0}"';

/** Not by arguments where it can be helped: those of a process are for every other to read. */
function handedOver(environment: Execution["environment"]) {
  const unwanted = added.filter((name) => !Object.hasOwn(environment, name)).flatMap((name) => ["-u", name]);
  const entries = Object.entries(environment).map(([name, value]) => ({ name, text: `${name}=${value}` }));
  const [forShells, others] = [false, true].map((other) =>
    entries.filter(({ name }) => notForShells.test(name) === other).map(({ text }) => text),
  );
  return { byDocker: forShells ?? [], byArguments: [...unwanted, "--", ...(others ?? [])] };
}

/** Collects the output in the order in which it comes, without the line that says the process id, and the pipes if asked. */
function collect(docker: Docker, stream: NodeJS.ReadableStream, { onOutput }: Execution) {
  const pieces: Piece[] = [];
  const place = Promise.withResolvers<readonly string[]>();
  let head: Buffer | undefined = Buffer.alloc(0);
  const take = (piece: Piece) => {
    if (piece.chunk.length === 0) return;
    pieces.push(piece);
    onOutput?.(piece.chunk, piece.stream);
  };
  const sink = (name: Piece["stream"]) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (name === "stderr" || head === undefined) take({ stream: name, chunk });
        else {
          head = Buffer.concat([head, chunk]);
          const end = head.indexOf("\n");
          if (end >= 0) {
            place.resolve(head.toString("utf8", 0, end).split(" "));
            take({ stream: name, chunk: head.subarray(end + 1) });
            head = undefined;
          }
        }
        done();
      },
    });
  docker.modem.demuxStream(stream, sink("stdout"), sink("stderr"));
  return { pieces, place: place.promise };
}

/** Docker makes each command the leader of a process group. */
async function killGroup(docker: Docker, container: string, pid = ""): Promise<void> {
  const argv = [tool("sh"), "-c", 'kill -s KILL -- "-$0"', pid];
  await execute(docker, container, { argv, environment: {}, cwd: "/", user: "root" });
}
