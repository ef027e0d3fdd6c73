import { aBuild, expect, scenario } from "../../harness/engine/index.ts";

const malformed = [
  "v1.17.5",
  "1.17",
  "1.17.5.1",
  "1.x.0",
  "newest",
  " 1.17.5",
  "1.17.5\n",
  "../1.17.5",
  "1.17.5;id",
  "$(id)",
  "-1.17.5",
  "1.17.5/../1.16.0",
  "١.١٧.٥",
  `1.17.${"5".repeat(4096)}x`,
];

scenario("CLI-07", async ({ coder, assume }) => {
  assume(aBuild);
  const good = await coder.build({ role: "workspace", inputs: { vault_cli_version: "1.17.5" } });
  expect(good, "the build with vault_cli_version = 1.17.5").toMatchObject({ outcome: "succeeded" });
  for (const version of malformed) {
    const build = await coder.build({ role: "workspace", inputs: { vault_cli_version: version } });

    const what = `the build with vault_cli_version = ${JSON.stringify(version.slice(0, 40))}`;
    expect(build, what).toMatchObject({ outcome: "refused", during: "plan" });
  }
});
