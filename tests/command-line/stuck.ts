/** A command that waits in its thread pool for the other end of the pipe that is named, which nobody opens. */
import { open } from "node:fs/promises";
import { listenForInterruption } from "../../harness/cli/interruption.ts";

listenForInterruption();
void open(process.argv[2] ?? "");
process.stdout.write("waiting\n");
