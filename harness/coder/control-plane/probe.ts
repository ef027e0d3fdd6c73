import { randomUUID } from "node:crypto";
import { tool } from "../../runtime/index.ts";
import type { Script } from "../types.ts";

/**
 * A start script of the harness's own, which prints the environment that the agent gives its commands: with the same
 * function as its sessions' (rule 6.1). It keeps no log on the workspace's disk.
 */
export function probeScript(): Script {
  const program = `${tool("sed")} 's/\\\\/\\\\\\\\/g; s/\\r/\\\\r/g; s/\\x00/\\\\0/g' /proc/$$/environ`;
  return {
    logSource: randomUUID(),
    displayName: "Environment",
    text: `#!${tool("sh")}\n${program}`,
    runOnStart: true,
    runOnStop: false,
    startBlocksLogin: false,
    cron: "",
    timeout: 0,
    logPath: "/dev/null",
    isOfSubject: false,
  };
}

/** What scripts have beside a session's variables (rule 6.1). */
const ofScripts: readonly string[] = ["CODER_SCRIPT_DATA_DIR", "CODER_SCRIPT_BIN_DIR"];

/** Reads what the probe has printed, in lines; `undefined` where it has printed nothing. */
export function probedEnvironment(lines: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (lines.length === 0) return undefined;
  const pairs = lines
    .join("\n")
    .replace(/\\(.)/g, (_, escaped: string) => ({ r: "\r", "0": "\0" })[escaped] ?? escaped)
    .split("\0")
    .filter((pair) => pair !== "")
    .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const);
  return Object.fromEntries(pairs.filter(([name]) => !ofScripts.includes(name)));
}
