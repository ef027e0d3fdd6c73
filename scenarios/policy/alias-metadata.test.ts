import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";

const mapped = [
  ...["owner", "owner_email", "owner_login_type", "owner_name", "provisioner", "provisioner_arch", "provisioner_os"],
  ...["sub", "template", "template_name", "template_version", "workspace", "workspace_name"],
];

scenario("POLICY-01", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  const role = await vault.role({ name: "coder" });
  const first = await coder.start({ example: "custom-jwt" });
  const again = await coder.start({
    example: "custom-jwt",
    restarts: first,
    owner: { email: "ada@new.example.com" },
  });

  expect(again.script).toHaveSucceeded();
  const metadata = await vault.aliasMetadata(role.mount);
  for (const claim of mapped) expect(metadata[claim], `the alias's ${claim}`).toBe(again.claims[claim]);
  expect(metadata, "the alias's metadata").not.toHaveProperty("workspace_id");
});
