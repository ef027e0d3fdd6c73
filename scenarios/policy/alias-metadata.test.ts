import { expect, scenario } from "../../harness/engine/index.ts";
import { readmeRole } from "./readme.ts";

const mapped = ["owner_name", "owner_email", "workspace_name", "workspace", "template_name", "provisioner_os", "sub"];

scenario(
  "POLICY-01",
  "Every mapped claim is in the alias's metadata with the token's value",
  {},
  async ({ vault, coder }) => {
    const role = await readmeRole(vault);

    const workspace = await coder.start({ role: role.name });

    expect(workspace.script).toHaveSucceeded();
    const metadata = await vault.aliasMetadata(role.mount);
    for (const claim of mapped) expect(metadata[claim], claim).toBe(workspace.claims[claim]);
    expect(metadata).not.toHaveProperty("workspace_id");
  },
);
