import { expect, scenario } from "../../harness/engine/index.ts";
import { linesBeyond } from "../../harness/engine/logs/index.ts";
import { anInstall } from "../assumptions.ts";

const downloaders = ["curl", "wget", "busybox", "python3", "perl", "openssl"];
const unpackers = ["unzip", "busybox", "python3", "perl", "bsdtar", "7z", "jar"];
const cases = [
  { without: downloaders, names: /\b(curl|wget)\b/ },
  { without: unpackers, names: /\b(unzip|bsdtar|7z)\b/ },
  { without: [...downloaders, ...unpackers], names: /\b(curl|wget|unzip|bsdtar|7z)\b/ },
];

scenario("CLI-13", async ({ vault, coder, assume, logOf }) => {
  const good = await logOf(anInstall);
  const role = await vault.role();
  assume(anInstall);

  for (const { without, names } of cases) {
    const inputs = { vault_cli_version: "1.17.5" };
    const workspace = await coder.start({
      role: role.name,
      inputs,
      machine: { without },
      cli: "none",
      step: `without ${without.join(", ")}`,
    });

    expect(workspace.script).toHaveFailed();
    const said = linesBeyond(workspace.script.log, good).join("\n");
    expect(said, "the log, which names the missing tool").toMatch(names);
  }
});
