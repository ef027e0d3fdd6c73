import { beforeAll, expect, test } from "vitest";
import { findTerraform } from "../../harness/artifacts/index.ts";
import { connectionOf } from "../../harness/runtime/docker/daemon/connection.ts";
import { openHost } from "../../harness/runtime/docker/daemon/host.ts";
import { attackSandboxes } from "../confinement/suite.ts";

// Where this machine gives no namespaces, Terraform is in containers of the daemon that workspaces are on.
let executable: string;
beforeAll(async () => {
  executable = (await findTerraform("terraform", { offline: false, progress: () => {} })).path;
});

test("the daemon is on this machine", async () => {
  expect(connectionOf(await openHost()).socketPath).toMatch(/^\//);
});

attackSandboxes([{ kind: "container", user: process.getuid?.() ?? 0 }], () => executable);
