import { expect, type Stage, type StartOptions } from "../../harness/engine/index.ts";
import { aGoodStart, anInstall } from "../assumptions.ts";

const look = `echo "address:$VAULT_ADDR"; vault version; vault token lookup -format=json`;

/** Gives the workspace's person this shell. */
function shellIs(name: string): NonNullable<StartOptions["before"]> {
  return async (machine) => {
    const people = String(await machine.readFile("/etc/passwd"));
    await machine.writeFile("/etc/passwd", people.replace(/^(coder:.*:).*$/m, `$1/bin/${name}`), { owner: "root" });
  };
}

/** Every kind of session of a person with this shell finds the address, the pinned CLI and a token that Vault knows. */
export async function expectInSessions({ vault, coder, assume }: Stage, shell: string): Promise<void> {
  const role = await vault.role();
  const inputs = { vault_cli_version: "1.17.5" };
  const workspace = await coder.start({ role: role.name, inputs, cli: "1.16.3", before: shellIs(shell) });
  assume(aGoodStart, anInstall);

  const answers = {
    "the web terminal and coder ssh": await workspace.shell(look),
    "coder ssh WORKSPACE -- COMMAND": await workspace.command(look),
    "an editor's terminal": await workspace.command(`exec /bin/${shell} -i -c '${look}'`),
  };
  for (const [session, { stdout }] of Object.entries(answers)) {
    const at = `in ${session}, with ${shell}`;
    expect(/^address:(.*)$/m.exec(stdout)?.[1], `VAULT_ADDR ${at}`).toBe(vault.address);
    expect(/^Vault v([^\s,]+)/m.exec(stdout)?.[1], `the version of the CLI ${at}`).toBe("1.17.5");
    expect(/"role": "(.*)"/.exec(stdout)?.[1], `the role of the CLI's token ${at}`).toBe(role.name);
  }
}
