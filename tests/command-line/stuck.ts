/** A command whose thread pool waits to open the pipe that it is given. Nobody opens the other end. */
import { open } from "node:fs/promises";
import { listenForInterruption } from "../../harness/cli/interruption.ts";

listenForInterruption();
void open(process.argv[2] ?? "");
process.stdout.write("waiting\n");
