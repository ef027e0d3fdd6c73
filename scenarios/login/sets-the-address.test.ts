import { expect, scenario } from "../../harness/engine/index.ts";

const show = 'echo "<$VAULT_ADDR>"';
const otherShells = [`bash -c '${show}'`, `bash -l -i -c '${show}'`];

scenario(
  "LOGIN-04",
  "VAULT_ADDR is the input in every shell",
  { tokens: ["oidc", "custom"] },
  async ({ vault, coder }) => {
    const role = await vault.role();

    // A person whose shell is sh: it reads less than bash, and starts bash as any other program would.
    const workspace = await coder.start({
      role: role.name,
      before: async (machine) => {
        const people = String(await machine.readFile("/etc/passwd"));
        await machine.writeFile("/etc/passwd", people.replace(/^(coder:.*:).*$/m, "$1/bin/sh"), { owner: "root" });
      },
    });

    const answers = [await workspace.shell(show)];
    for (const command of [show, ...otherShells]) answers.push(await workspace.command(command));
    for (const { what, stdout } of answers) {
      expect(stdout.trimEnd().split("\n").at(-1), what).toBe(`<${vault.address}>`);
    }
  },
);
