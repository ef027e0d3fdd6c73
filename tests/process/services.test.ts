import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ServiceSpec } from "../../harness/runtime/types.ts";
import { openWorkspace, workingMeans } from "./workspace.ts";

describe.each(workingMeans)("services isolated by $name", (means) => {
  const spec = (script: string, more: Partial<ServiceSpec>): ServiceSpec => ({
    hostname: "server.example.com",
    executable: "/bin/bash",
    args: ["-c", `${script}; echo over; exec sleep infinity`],
    environment: {},
    files: {},
    port: 80,
    tls: false,
    ...more,
  });

  test("one that refuses to run as root is nobody, writes to its folder and can become nobody else", async () => {
    await using workspace = await openWorkspace(means);
    const script = "id -u; touch {folder}/made && echo written; unshare --user true || echo refused";

    const service = await workspace.network.service(spec(script, { asPerson: true }));

    await expect.poll(() => service.output).toContain("over");
    expect(service.output).toEqual(["65534", "written", "refused", "over"]);
  });

  test("one that needs an interface finds one beside loopback's, which leads nowhere", async () => {
    await using workspace = await openWorkspace(means);

    const service = await workspace.network.service(
      spec("ip -brief address show up; ip route get 198.51.100.1 || echo nowhere", { needsInterface: true }),
    );

    await expect.poll(() => service.output).toContain("over");
    expect(service.output).toContainEqual(expect.stringMatching(/^outward\S*\s+UP\s+192\.0\.2\.1\/32/));
    expect(service.output).toContain("nowhere");
  });

  test("it reads the files that its specification names, and gets its folder in variables", async () => {
    const folder = await mkdtemp(join(tmpdir(), "reads-"));
    await using cleanUp = new AsyncDisposableStack();
    cleanUp.defer(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "hello"), "hello\n", { mode: 0o644 });
    await using workspace = await openWorkspace(means);

    const service = await workspace.network.service(
      spec('cat /opt/given/hello; echo "$WHERE"', {
        reads: { "/opt/given/hello": join(folder, "hello") },
        environment: { WHERE: "{folder}/here" },
      }),
    );

    await expect.poll(() => service.output).toContain("over");
    expect(service.output).toEqual(["hello", "/srv/conformance/here", "over"]);
  });
});
