import { expect, scenario } from "../../harness/engine/index.ts";

const downloaders = ["curl", "wget", "busybox", "python3", "perl", "openssl"];
const unpackers = ["unzip", "busybox", "python3", "perl", "bsdtar", "7z", "jar"];
const cases = [
  { without: downloaders, names: /\b(curl|wget)\b/ },
  { without: unpackers, names: /\bunzip\b/ },
  { without: [...downloaders, ...unpackers], names: /\b(curl|wget)\b[\s\S]*\bunzip\b|\bunzip\b[\s\S]*\b(curl|wget)\b/ },
];

scenario("CLI-13", async ({ vault, coder }) => {
  const role = await vault.role();

  for (const { without, names } of cases) {
    const inputs = { vault_cli_version: "1.17.5" };
    const workspace = await coder.start({ role: role.name, inputs, machine: { without }, cli: "none" });

    expect(workspace.script).toHaveFailed();
    expect(workspace.script.log, "the log, which names the missing tool").toMatch(names);
    expect(workspace.script.log).not.toClaimSuccess();
  }
});
