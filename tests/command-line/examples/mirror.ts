import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { findProviders } from "../../../harness/artifacts/providers/index.ts";

/** A filesystem mirror in a temporary folder. */
export interface Mirror extends AsyncDisposable {
  readonly folder: string;
}

const registry = "registry.terraform.io";
const arch = process.arch === "x64" ? "amd64" : process.arch;
const here = `${process.platform}_${arch}`;

/** A mirror of coder/coder, and of a stand-in of our own under the name of geektheripper/jwt. */
export async function mirrorWithStandIn(): Promise<Mirror> {
  await using made = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "mirror-test-"));
  made.defer(() => rm(folder, { recursive: true, force: true }));
  const coder = await findProviders(undefined, { offline: false, progress: () => {} });
  await cp(join(coder.folder, registry), join(folder, registry), { recursive: true });
  const program = join(folder, registry, "geektheripper/jwt/1.1.4", here, "terraform-provider-jwt_v1.1.4");
  await execa("go", ["build", "-trimpath", "-o", program], {
    cwd: join(import.meta.dirname, "stand-in-jwt"),
    env: { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOWORK: "off" },
  });
  const all = made.move();
  return { folder, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
