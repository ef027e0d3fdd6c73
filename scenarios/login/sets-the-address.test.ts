import { expect, scenario } from "../../harness/engine/index.ts";

const loginShells = ["/bin/bash", "/bin/sh"];

scenario(
  "LOGIN-04",
  "VAULT_ADDR is the input in every shell",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder }) => {
    const role = await vault.role();

    for (const shell of loginShells) {
      const workspace = await coder.start({
        role: role.name,
        before: async (machine) => {
          const people = String(await machine.readFile("/etc/passwd"));
          await machine.writeFile("/etc/passwd", people.replace(/^(coder:.*:).*$/m, `$1${shell}`), { owner: "root" });
        },
      });

      for (const open of [workspace.shell, workspace.command]) {
        const answer = await open('echo "<$VAULT_ADDR>"');
        expect(answer.stdout.trimEnd().split("\n").at(-1), shell).toBe(`<${vault.address}>`);
      }
    }
  },
);
