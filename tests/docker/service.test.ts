import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject } from "vitest";
import { HarnessError } from "../../harness/errors/index.ts";
import type { Network, ServiceSpec } from "../../harness/runtime/index.ts";
import { limits, poll } from "../../harness/waiting/index.ts";
import { test } from "./site.ts";

async function serviceOf(name: string, script: string): Promise<ServiceSpec> {
  const executable = join(inject("dockerRun").folder, name);
  await writeFile(executable, `#!/bin/sh\n${script}\n`);
  await chmod(executable, 0o755);
  return {
    hostname: `${name}.example.com`,
    executable,
    args: ["{folder}/settings", "{address}"],
    environment: { GREETING: "hello" },
    files: { settings: "at {address}\n" },
    port: 8200,
    tls: true,
  };
}

/** The log of a service that ends, whether before or after its start was reported. */
async function logOfEnded(network: Network, spec: ServiceSpec): Promise<readonly string[]> {
  try {
    const service = await network.service(spec);
    const ended = () => (service.running() ? undefined : true);
    await poll(ended, { what: spec.hostname, limit: limits.serverReady, changed: service.changed });
    return service.errors;
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return error.message.trim().split("\n");
  }
}

describe("a service in a container", () => {
  test("gets its arguments, files and environment, and is heard", async ({ network, machine }) => {
    const spec = await serviceOf("heard", 'cat "$1"; echo "$2 $GREETING"; exec sleep infinity');

    await using service = await network.service(spec);

    const said = () => (service.output.length < 2 ? undefined : service.output);
    const output = await poll(said, { what: "its lines", limit: limits.serverReady, changed: service.changed });
    expect(output).toEqual(["at 0.0.0.0", "0.0.0.0 hello"]);
    expect(service.running()).toBe(true);
    const resolved = await machine.run({ argv: ["/usr/bin/getent", "hosts", spec.hostname], environment: {} });
    expect(resolved.exitCode).toBe(0);
  });

  test("that ends at its start leaves its last lines and its exit code", async ({ network }) => {
    const spec = await serviceOf("failing", "echo no storage is configured >&2; exit 3");

    const log = await logOfEnded(network, spec);

    expect(log.slice(-2)).toEqual(["no storage is configured", "(ended with exit code 3)"]);
  });
});
