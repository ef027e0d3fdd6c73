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
  return `/usr/bin/${name}`;
}

/** The system's own programs that isolation rests on, by absolute path: the caller's PATH must not decide. */
export const programs: Readonly<Record<"bwrap" | "ip" | "nsenter" | "setpriv" | "unshare", string>> = {
  bwrap: locate("bwrap"),
  ip: locate("ip"),
  nsenter: locate("nsenter"),
  setpriv: locate("setpriv"),
  unshare: locate("unshare"),
};
