import { expect, scenario, unsupported } from "../../harness/engine/index.ts";
import { anInstall } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { expectVersion } from "./cli.ts";

const published = { x86_64: "vault_1.15.6_linux_amd64.zip", aarch64: "vault_1.15.6_linux_arm64.zip" };
const unpublished = ["mips64", "riscv64"];

scenario("CLI-14", async ({ vault, coder, releases, assume }) => {
  using _ = releases.publish(["1.15.6"]);
  const role = await vault.role();
  const start = async (architecture: string, is32Bit = false) => {
    const asked = releases.requests.length;
    const inputs = { vault_cli_version: "1.15.6" };
    const machine = { architecture, is32Bit };
    const workspace = await coder.start({ role: role.name, inputs, machine, cli: "none", step: architecture });
    const paths = releases.requests.slice(asked).map(({ path }) => path);
    return { workspace, archives: [...new Set(paths.filter((path) => path.endsWith(".zip")))] };
  };

  /** A module that asks the kernel gets another answer there, and does something else. */
  const asksTheKernel = async (architecture: string, before: readonly string[]) => {
    const { archives } = await start(architecture, true);
    return archives.join() !== before.join();
  };

  for (const [architecture, archive] of Object.entries(published)) {
    const { workspace, archives } = await start(architecture);
    const isRight = archives.every((path) => path === `/vault/1.15.6/${archive}`);
    if (!isRight && (await asksTheKernel(architecture, archives))) {
      unsupported(
        `the module asks the kernel for the architecture, and the harness cannot make the kernel report ${architecture}`,
      );
    }
    expectNoOther(archives, [`/vault/1.15.6/${archive}`], `archives that ${architecture} asked for`);
    assume(anInstall);
    await expectVersion(workspace, "1.15.6");
  }
  for (const architecture of unpublished) {
    const { workspace } = await start(architecture);
    expect(workspace.script).toHaveFailed();
    expect(workspace.script.log).toMention(architecture);
  }
});
