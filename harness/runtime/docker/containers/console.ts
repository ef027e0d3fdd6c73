import { PassThrough } from "node:stream";
import { collectLines, createBell } from "../../launch/index.ts";
import type { Docker } from "../daemon/index.ts";

/** What a container's first process says, from its first line on, and whether it still runs. */
export interface Console {
  readonly output: readonly string[];
  /** When it has ended, the last line says with which exit code. */
  readonly errors: readonly string[];
  /** Resolves at the next line, or when the container ends. */
  changed(): Promise<void>;
  ended(): boolean;
}

/** Follows a container's two streams; to be called before it is started. */
export async function followConsole(docker: Docker, id: string): Promise<Console> {
  const stream = await docker.getContainer(id).attach({ stream: true, stdout: true, stderr: true, logs: true });
  const bell = createBell();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = collectLines(stdout, bell.ring).lines;
  const errors = collectLines(stderr, bell.ring).lines;
  docker.modem.demuxStream(stream, stdout, stderr);
  let ended = false;
  const end = Promise.withResolvers<void>();
  stream.once("end", end.resolve).once("close", end.resolve).once("error", end.resolve);
  end.promise
    .then(() => docker.getContainer(id).wait())
    .then(
      ({ StatusCode }: { StatusCode: number }) => errors.push(`(ended with exit code ${StatusCode})`),
      // It was removed.
      () => {},
    )
    .finally(() => {
      ended = true;
      bell.ring();
    });
  return { output, errors, changed: bell.next, ended: () => ended };
}
