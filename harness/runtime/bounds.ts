/** What one workspace can take of this machine. */
export const bounds = {
  /** Processes and threads, where this machine gives cgroups. */
  processes: 512,
  /** Processes and threads of all workspaces in a network, whatever this machine gives. */
  networkProcesses: 1024,
  /** Bytes of memory, with what is on its disk, where this machine gives cgroups. */
  memory: 4_294_967_296,
  /** Bytes of memory of a single process. */
  processMemory: 2_147_483_648,
  /** Open files of a single process. */
  files: 1024,
  /** Bytes in its folders, which are in memory. */
  disk: 2_147_483_648,
  /** Files in its folders. */
  inodes: 100_000,
} as const;
