import { scenario } from "../../harness/engine/index.ts";
import { expectVersion } from "./cli.ts";

const published = [
  // By its day the last one: a patch of an old branch.
  "1.9.60",
  "1.9.10",
  "1.10.3",
  "1.10.12",
  "1.10.4",
  "1.9.9",
  "1.11.0-rc1",
  "1.11.0-beta1",
  "1.12.0+ent",
  "1.12.0+ent.hsm",
  "1.12.0+ent.fips1402",
];
const ways = [
  { inputs: { vault_cli_version: "latest" }, cli: "1.9.10" },
  { inputs: {}, cli: "none" },
];

scenario("CLI-02", async ({ vault, coder, releases }) => {
  using _ = releases.publish(published);
  const role = await vault.role();

  for (const way of ways) {
    const workspace = await coder.start({
      role: role.name,
      ...way,
      step: `${JSON.stringify(way.inputs)}, the image's CLI: ${way.cli}`,
    });

    await expectVersion(workspace, "1.10.12");
  }
});
