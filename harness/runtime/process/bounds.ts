/** What one workspace can take of this machine. */
export const bounds = {
  /** Processes and threads, of all workspaces of a network together where only rlimits bound them. */
  processes: 512,
  /** Bytes of memory, with what lies in its file system. */
  memory: 4_294_967_296,
  /** Open files of one process. */
  files: 1024,
  /** Bytes in its file system. */
  disk: 2_147_483_648,
  /** Files in its file system. */
  inodes: 200_000,
} as const;
