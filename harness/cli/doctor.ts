import { survey } from "../artifacts/index.ts";
import { type ExitStatus, exitStatus } from "../errors/index.ts";
import { surveyIsolation } from "../runtime/index.ts";

const marks = { ready: "ready     ", "can be had": "can be had", missing: "MISSING   " } as const;

/** Prints what is here, what would be used, and how to get what is missing. */
export async function doctor(offline: boolean): Promise<ExitStatus> {
  process.stderr.write(offline ? "looking at what is here\n" : "looking at what is here, and asking what can be had\n");
  const lines = [...(await surveyIsolation()), ...(await survey({ offline, progress: () => {} }))];
  for (const line of lines) {
    const remedy = line.remedy === undefined ? "" : `\n${" ".repeat(11)}${line.remedy}`;
    process.stdout.write(`${marks[line.state]} ${line.what}: ${line.detail}${remedy}\n`);
  }
  return exitStatus.conforms;
}
