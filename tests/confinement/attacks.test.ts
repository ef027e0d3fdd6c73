import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findTerraform } from "../../harness/artifacts/index.ts";
import { confinedKinds, openConfinement } from "../../harness/runtime/confinement/index.ts";
import { attackSandboxes } from "./suite.ts";

const isRoot = process.getuid?.() === 0;
/** The caller; and somebody else, whom root can be. */
const users = isRoot ? [0, 0x7abc_def0] : [process.getuid?.() ?? 0];

let folder: string;
let executable: string;
beforeAll(async () => {
  folder = await mkdtemp("/var/tmp/confined-");
  executable = (await findTerraform("terraform", { offline: false, progress: () => {} })).path;
  if (executable.startsWith("/usr/")) return;
  // What the caller alone can reach is nothing for somebody else.
  await copyFile(executable, join(folder, "terraform"));
  executable = join(folder, "terraform");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("this machine can confine Terraform", async () => {
  await using opened = await openConfinement({ id: "0123456789ab", folder });

  expect(opened.confinement).toMatchObject({ kind: "bubblewrap", isLocked: true });
});

const kinds = confinedKinds.filter((kind) => kind !== "container");
attackSandboxes(
  kinds.flatMap((kind) => users.map((user) => ({ kind, user }))),
  () => executable,
);
