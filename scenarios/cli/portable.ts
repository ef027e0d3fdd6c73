import type { Stage, StartOptions } from "../../harness/engine/index.ts";
import { expectVersion } from "./cli.ts";

/** What could take the place of a downloader or of an unzip, beside curl, wget and busybox. */
export const others: readonly string[] = ["python3", "perl", "bsdtar", "7z", "openssl"];

const versions = [
  ["1.17.5", "1.17.5"],
  ["latest", "1.18.1"],
] as const;

/** Wants a pinned version and the latest to be installed on such a machine. */
export async function expectInstalls(
  { vault, coder, releases }: Pick<Stage, "vault" | "coder" | "releases">,
  machine: NonNullable<StartOptions["machine"]>,
): Promise<void> {
  using _ = releases.publish(["1.17.5", "1.18.1", "1.19.0-rc1"]);
  const role = await vault.role();

  for (const [wanted, version] of versions) {
    const inputs = { vault_cli_version: wanted };
    const workspace = await coder.start({
      role: role.name,
      inputs,
      machine,
      cli: "none",
      step: `vault_cli_version = ${wanted}`,
    });

    await expectVersion(workspace, version);
  }
}
