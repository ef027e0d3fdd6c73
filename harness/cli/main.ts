import { runCommandLine } from "./command-line.ts";
import { listenForInterruption } from "./interruption.ts";
import { explain } from "./problem.ts";

// A reader that goes away early, such as `head`, has all that it wanted.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exit(explain(error, false));
  });
}
process.on("uncaughtException", (error) => process.exit(explain(error, process.argv.includes("--verbose"))));

process.exitCode = await runCommandLine(process.argv.slice(2), listenForInterruption());
