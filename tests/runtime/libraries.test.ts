import { execa } from "execa";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";

test.each(["runtime", "coder", "vault"])("harness/%s loads no library for Docker before one is used", async (part) => {
  const program = `
    import { createRequire } from "node:module";
    await import("./harness/${part}/index.ts");
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(loaded.filter((path) => path.includes("node_modules/testcontainers/")).length);`;

  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", program], { cwd: packageFolder });

  expect(stdout).toBe("0");
});
