/** Where a workspace has the programs that the harness itself runs there, outside of every PATH. */
export const toolsFolder = "/opt/conformance/tools";

/** Those programs: none of them has to be the workspace's own. */
export const tools: readonly string[] = (
  "sh bash cat chmod chown cp dirname env find grep ln mkdir mkfifo mknod mktemp mount mv nsenter perl readlink rm rmdir " +
  "sed setarch sleep stat umount unshare"
).split(" ");

/** A tool's path in a workspace. */
export function tool(name: string): string {
  return `${toolsFolder}/${name}`;
}
