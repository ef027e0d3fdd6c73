import { bounds } from "../../bounds.ts";

/**
 * Part of a shell script: gives the folder `$disk` a file system in memory that holds no more than a workspace may
 * take, with what lies in the folder, which belongs to the sandbox's root then.
 */
export const fillDisk: string = [
  'cd "$disk"',
  `mount -n -t tmpfs -o mode=0755,size=${bounds.disk},nr_inodes=${bounds.inodes} tmpfs "$disk"`,
  // The folder below the new file system.
  'cp -dR --preserve=mode . "$disk"',
  "cd /",
].join(" && ");
