import { execa } from "execa";

/** The mirror that this machine's own apt uses for Debian, as debootstrap's argument; nothing where it has none. */
export async function debianMirror(): Promise<readonly string[]> {
  const filters = ["Created-By: Packages", "Origin: Debian", "Label: Debian"];
  const asked = await execa("apt-get", ["indextargets", "--format", "$(REPO_URI)", ...filters], {
    reject: false,
    stdin: "ignore",
  });
  const mirror = /^https?:\S+$/m.exec(asked.failed ? "" : asked.stdout)?.[0];
  return mirror === undefined ? [] : [mirror];
}
