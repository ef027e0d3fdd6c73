import { Writable } from "node:stream";
import { type Executed, executed, type Piece } from "../executed.ts";
import type { Docker } from "./host.ts";

export interface Execution {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: string;
  readonly umask?: string | undefined;
  readonly stdin?: string | Buffer | undefined;
  readonly onOutput?: ((chunk: Buffer, stream: "stdout" | "stderr") => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

// Docker cannot end a command, and does not say its process id inside of the container.
const script = 'echo $$; umask "$1" && shift && cd -- "$0" && exec /usr/bin/env "$@"';

/** What Docker, and the shell that changes the folder, add to a command's environment. */
const added = ["HOME", "HOSTNAME", "OLDPWD", "PATH", "PWD", "TERM"];

/** Names of variables that the shell sets for itself, and those that it does not hand on. */
const notForShells: RegExp = /^(?:IFS|LINENO|OLDPWD|OPTIND|PPID|PWD)$|^(?![A-Za-z_]\w*$)/;

/** Runs a command in a container to its end, with exactly the given environment. */
export async function execute(docker: Docker, container: string, execution: Execution): Promise<Executed> {
  const { argv, cwd, user, umask = "022", stdin, signal } = execution;
  signal?.throwIfAborted();
  const { byDocker, byArguments } = handedOver(execution.environment);
  const exec = await docker.getContainer(container).exec({
    Cmd: ["/bin/sh", "-c", script, cwd, umask, ...byArguments, ...argv],
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
  const { pieces, pid } = collect(docker, stream, execution);
  const onAbort = () => void pid.then((id) => killGroup(docker, container, id)).finally(() => stream.destroy());
  signal?.addEventListener("abort", onAbort, { once: true });
  if (stdin !== undefined) stream.end(stdin);
  await ended.promise;
  signal?.removeEventListener("abort", onAbort);
  signal?.throwIfAborted();
  const { ExitCode } = await exec.inspect();
  return executed(pieces, ExitCode ?? 255);
}

/** Not by arguments where it can be helped: those of a process are for every other to read. */
function handedOver(environment: Execution["environment"]) {
  const unwanted = added.filter((name) => !Object.hasOwn(environment, name)).flatMap((name) => ["-u", name]);
  const entries = Object.entries(environment).map(([name, value]) => ({ name, text: `${name}=${value}` }));
  const [forShells, others] = [false, true].map((other) =>
    entries.filter(({ name }) => notForShells.test(name) === other).map(({ text }) => text),
  );
  return { byDocker: forShells ?? [], byArguments: [...unwanted, "--", ...(others ?? [])] };
}

/** Collects the output in the order in which it comes, without the line that says the process id. */
function collect(docker: Docker, stream: NodeJS.ReadableStream, { onOutput }: Execution) {
  const pieces: Piece[] = [];
  const pid = Promise.withResolvers<string>();
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
            pid.resolve(head.toString("utf8", 0, end));
            take({ stream: name, chunk: head.subarray(end + 1) });
            head = undefined;
          }
        }
        done();
      },
    });
  docker.modem.demuxStream(stream, sink("stdout"), sink("stderr"));
  return { pieces, pid: pid.promise };
}

/** Docker makes each command the leader of a process group. */
async function killGroup(docker: Docker, container: string, pid: string): Promise<void> {
  const argv = ["/bin/sh", "-c", 'kill -s KILL -- "-$0"', pid];
  await execute(docker, container, { argv, environment: {}, cwd: "/", user: "root" });
}
