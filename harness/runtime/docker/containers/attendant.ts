import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { HarnessFault } from "../../../errors/index.ts";
import { packageFolder } from "../../../package/index.ts";
import { limits, poll } from "../../../waiting/index.ts";
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

/** Runs commands in a container. */
export interface Attendant {
  /**
   * Runs a command to its end, with exactly the given environment.
   *
   * @throws HarnessFault `runtime.attendant` where the connection to the container is lost
   */
  run(execution: Execution): Promise<Executed>;
}

const program = join(packageFolder, "fixtures/images/attendant/attendant.pl");

/** What the program is asked and what it tells, by the bytes that it has for them. */
const ask = { start: 1, kill: 2, letGo: 3 } as const;
const told = { stdout: 1, stderr: 2, exited: 3, closed: 4 } as const;

/** More than the program puts into one. */
const longestFrame = 2 ** 17;

/** What of it that is killed with it has for an exit code. */
const killed = 137;

/** A program in a container that starts commands there, which takes Docker itself 0.1 s of CPU each. */
export function attendantIn(docker: Docker, container: string): Attendant {
  let line: Promise<Line> | undefined;
  const opened = async (): Promise<Line> => {
    line ??= openLine(docker, container);
    const known = line;
    // Whoever is root there can end it.
    if ((await known).isLost() && line === known) line = openLine(docker, container);
    return await line;
  };
  return {
    async run(execution) {
      const { signal, letGo, onEnd, onOutput } = execution;
      signal?.throwIfAborted();
      const { order, hangUp } = await opened();
      signal?.throwIfAborted();
      const pieces: Piece[] = [];
      let exitCode = killed;
      const ended = Promise.withResolvers<boolean>();
      const { send, forget } = order({
        output(stream, chunk) {
          if (signal?.aborted) return;
          pieces.push({ stream, chunk });
          onOutput?.(chunk, stream);
        },
        exited(code) {
          exitCode = code;
          onEnd?.();
        },
        closed: ended.resolve,
        lost: ended.reject,
      });
      let timer: NodeJS.Timeout | undefined;
      const kill = () => {
        send(ask.kill);
        // Whoever is root there can stop the program too.
        timer = setTimeout(hangUp, limits.processEnd);
      };
      const release = () => send(ask.letGo);
      send(ask.start, startOf(execution));
      signal?.addEventListener("abort", kill, { once: true });
      letGo?.addEventListener("abort", release, { once: true });
      try {
        const held = await ended.promise.catch((why: unknown) => {
          signal?.throwIfAborted();
          throw why;
        });
        signal?.throwIfAborted();
        return executed(pieces, exitCode, held);
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", kill);
        letGo?.removeEventListener("abort", release);
        forget();
      }
    },
  };
}

function startOf({ argv, environment, cwd, user, umask = "022", stdin }: Execution): Buffer {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const input = [stdin === undefined ? "0" : "1", stdin ?? ""];
  return Buffer.concat(
    [user, cwd, umask, ...input, String(argv.length), ...argv, ...variables].flatMap((field) => {
      const bytes = Buffer.from(field);
      return [lengthOf(bytes), bytes];
    }),
  );
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}

/** What one command tells. */
interface Listener {
  output(stream: Piece["stream"], chunk: Buffer): void;
  exited(code: number): void;
  /** Whether something still holds its output. */
  closed(held: boolean): void;
  lost(why: HarnessFault): void;
}

/** The connection to the program. */
interface Line {
  isLost(): boolean;
  hangUp(): void;
  order(listener: Listener): { readonly send: (what: number, data?: Buffer) => void; readonly forget: () => void };
}

async function openLine(docker: Docker, container: string): Promise<Line> {
  const exec = await docker.getContainer(container).exec({
    Cmd: [tool("perl"), "-e", await readFile(program, "utf8")],
    User: "root",
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const listeners = new Map<number, Listener>();
  let last = 0;
  let isLost = false;
  let said = "";
  const lose = async () => {
    if (isLost) return;
    isLost = true;
    // The daemon knows it a moment later.
    const exited = async () => {
      const { Running, ExitCode } = await exec.inspect();
      return Running ? undefined : ExitCode;
    };
    const code = await poll(exited, { what: "its end", limit: limits.processEnd }).catch(() => undefined);
    for (const listener of listeners.values()) {
      // Whatever kills it in there, such as a script that kills all processes, kills the commands too.
      if (code === killed) listener.closed(false);
      else listener.lost(noAttendant(said));
    }
  };
  stream.once("end", lose).once("close", lose).on("error", lose);
  const onFrame = (what: number, id: number, data: Buffer) => {
    const listener = listeners.get(id);
    if (what === told.stdout) listener?.output("stdout", data);
    else if (what === told.stderr) listener?.output("stderr", data);
    else if (what === told.exited) listener?.exited(Number(data));
    else if (what === told.closed) listener?.closed(String(data) === "1");
  };
  const frames = collectFrames(onFrame, () => stream.destroy());
  const complaints = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said = `${said}${chunk}`.slice(-500);
      done();
    },
  });
  docker.modem.demuxStream(stream, frames, complaints);
  return {
    isLost: () => isLost,
    hangUp: () => void stream.destroy(),
    order(listener) {
      last += 1;
      const id = last;
      listeners.set(id, listener);
      return {
        send(what, data = Buffer.alloc(0)) {
          const head = Buffer.alloc(9);
          head.writeUInt32BE(5 + data.length);
          head.writeUInt8(what, 4);
          head.writeUInt32BE(id, 5);
          stream.write(Buffer.concat([head, data]));
        },
        forget: () => void listeners.delete(id),
      };
    },
  };
}

/** Takes frames from what comes in pieces. */
function collectFrames(onFrame: (what: number, id: number, data: Buffer) => void, onNonsense: () => void): Writable {
  let rest = Buffer.alloc(0);
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 4) {
        const length = rest.readUInt32BE();
        // Who is root there can write to the program's output.
        if (length < 5 || length > longestFrame) {
          onNonsense();
          break;
        }
        if (rest.length < 4 + length) break;
        onFrame(rest.readUInt8(4), rest.readUInt32BE(5), rest.subarray(9, 4 + length));
        rest = rest.subarray(4 + length);
      }
      done();
    },
  });
}

function noAttendant(said: string): HarnessFault {
  return new HarnessFault(
    "runtime.attendant",
    `The connection to a workspace's container was lost: ${said.trim() || "the program that starts commands there has ended"}.`,
    "Check that the Docker daemon still runs and has room; otherwise report this as a defect of the harness.",
  );
}
