import { accessSync, constants } from "node:fs";

const folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

function locate(name: string): string {
  for (const folder of folders) {
    const path = `${folder}/${name}`;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return name;
}

/** The system's own programs that isolation rests on, by absolute path: a workspace's PATH must not decide. */
export const programs: Readonly<Record<"bwrap" | "nsenter" | "unshare", string>> = {
  bwrap: locate("bwrap"),
  nsenter: locate("nsenter"),
  unshare: locate("unshare"),
};
