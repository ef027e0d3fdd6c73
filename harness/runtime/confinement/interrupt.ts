import { readFile } from "node:fs/promises";
import { signalContained } from "./container.ts";
import type { Confinement } from "./types.ts";

/** A confined command that runs. */
interface Running {
  readonly name: string;
  /** The process that waits for it outside. */
  readonly waiting: number;
}

/** Sends a signal to a confined command, past what waits for it outside, which would end of it. */
export async function signalConfined(
  confinement: Confinement,
  { name, waiting }: Running,
  signal: "SIGINT" | "SIGKILL",
): Promise<void> {
  if (confinement.kind === "container") return await signalContained(confinement, name, signal);
  const children = await readFile(`/proc/${waiting}/task/${waiting}/children`, "utf8").catch(() => "");
  for (const child of children.trim().split(" ").map(Number)) {
    try {
      if (child > 0) process.kill(child, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}
