import type { CommandResult } from "../types.ts";

/** A command that has ended, with its standard output as it was. */
export interface Executed {
  readonly text: CommandResult;
  readonly stdout: Buffer;
}

/** A part of a command's output. */
export interface Piece {
  readonly stream: "stdout" | "stderr";
  readonly chunk: Buffer;
}

/** Puts together what came of both streams, in the order in which it came. */
export function executed(pieces: readonly Piece[], exitCode: number, held = false): Executed {
  const join = (stream?: Piece["stream"]) =>
    Buffer.concat(
      pieces.filter((piece) => stream === undefined || piece.stream === stream).map((piece) => piece.chunk),
    );
  const stdout = join("stdout");
  return {
    stdout,
    text: {
      exitCode,
      stdout: stdout.toString(),
      stderr: join("stderr").toString(),
      output: join().toString(),
      ...(held ? { held } : {}),
    },
  };
}
