import { release } from "node:os";

/** What a command of Terraform, and all that it starts, can have at the most; a block has 1024 bytes. */
export const most: Readonly<Record<"processes" | "openFiles" | "fileBlocks", number>> = {
  processes: 2048,
  openFiles: 1024,
  fileBlocks: 2 * 1024 * 1024,
};

/** Whether the kernel counts processes by namespace; before Linux 5.14 all of the caller's own would count. */
export function countsProcesses(): boolean {
  const [major = 0, minor = 0] = release()
    .split(".")
    .map((part) => Number.parseInt(part, 10));
  return process.getuid?.() === 0 || major > 5 || (major === 5 && minor >= 14);
}

/** Commands of bash that set these bounds; where the caller has less, that stays. */
export const bounds: string = [
  "ulimit -c 0",
  `ulimit -n ${most.openFiles} 2> /dev/null`,
  `ulimit -f ${most.fileBlocks} 2> /dev/null`,
  ...(countsProcesses() ? [`ulimit -u ${most.processes} 2> /dev/null`] : []),
].join("\n");
