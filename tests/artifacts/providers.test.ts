import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findProviders } from "../../harness/artifacts/index.ts";
import { scratch } from "./run.ts";

const arch = process.arch === "x64" ? "amd64" : process.arch;
const here = `${process.platform}_${arch}`;

const layouts = {
  packed: `coder/terraform-provider-coder_2.13.1_${here}.zip`,
  unpacked: `coder/2.13.1/${here}/terraform-provider-coder_v2.13.1`,
};

test.for(Object.entries(layouts))("a named mirror in %s layout is used", async ([, file]) => {
  await using mirror = await scratch();
  await put(mirror.folder, join("registry.terraform.io/coder", file));

  const found = await findProviders(mirror.folder, mirror.options);

  expect(found).toMatchObject({ folder: mirror.folder, providers: { "coder/coder": "2.13.1" }, origin: "named" });
  expect(found.cliConfig).toContain(`path = "${mirror.folder}"`);
});

test("a named mirror without coder/coder for this machine is the caller's mistake", async () => {
  await using mirror = await scratch();
  await put(mirror.folder, `registry.terraform.io/hashicorp/time/0.11.1/${here}/terraform-provider-time_v0.11.1`);
  await put(mirror.folder, "registry.terraform.io/coder/coder/2.13.1/plan9_mips/terraform-provider-coder_v2.13.1");

  await expect(findProviders(mirror.folder, mirror.options)).rejects.toMatchObject({
    code: "providers.missing",
    status: 2,
    facts: { found: ["hashicorp/time"] },
  });
});

test("a named mirror that is not there is the caller's mistake", async () => {
  await using mirror = await scratch();

  const found = findProviders(join(mirror.folder, "nowhere"), mirror.options);

  await expect(found).rejects.toMatchObject({ code: "providers.malformed", status: 2 });
});

async function put(folder: string, file: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), "");
}
