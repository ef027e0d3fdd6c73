import { describe, expect } from "vitest";
import type { Machine } from "../../harness/runtime/index.ts";
import { test } from "./site.ts";

const stat = async (machine: Machine, path: string) =>
  (await machine.run({ argv: ["/usr/bin/stat", "-c", "%U:%G %a", path], environment: {}, user: "root" })).stdout.trim();

describe("a file of a container", () => {
  test("belongs to the workspace's user, with the folders that were made for it", async ({ machine }) => {
    await machine.writeFile("/home/coder/.config/tool/settings", "text");

    expect(await stat(machine, "/home/coder/.config/tool/settings")).toBe("coder:coder 644");
    expect(await stat(machine, "/home/coder/.config")).toBe("coder:coder 755");
    expect(await stat(machine, "/home")).toBe("root:root 755");
  });

  test("has the owner and the mode that are asked for, also where it was there before", async ({ machine }) => {
    await machine.writeFile("/usr/local/bin/tool", "#!/bin/sh\n");
    await machine.writeFile("/usr/local/bin/tool", "#!/bin/sh\n", { mode: 0o4750, owner: "root" });

    expect(await stat(machine, "/usr/local/bin/tool")).toBe("root:root 4750");
  });

  test("comes back byte for byte, also where only root may read it", async ({ machine }) => {
    const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 256));
    await machine.writeFile("/root/secret", content, { mode: 0o600, owner: "root" });

    expect(await machine.readFile("/root/secret")).toEqual(content);
  });

  test("is undefined where there is none", async ({ machine }) => {
    expect(await machine.readFile("/no/such/file")).toBeUndefined();
  });
});
