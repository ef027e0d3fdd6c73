import { scenario } from "../../harness/engine/index.ts";
import { expectVersion } from "./cli.ts";

scenario("CLI-01", "exact-version", async ({ vault, coder }) => {
  await vault.role({ name: "coder" });

  const workspace = await coder.start({ example: "pinned-cli" });

  await expectVersion(workspace, "1.17.5");
});
