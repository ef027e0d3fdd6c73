import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { z } from "zod";

/** What curl saw. */
export interface Answer {
  readonly exitCode: number | undefined;
  readonly body: string;
}

/** A server that listens on this machine, a folder for what is downloaded from it, and curl, which trusts its authority. */
export interface Loopback extends AsyncDisposable {
  readonly folder: string;
  curl(...args: readonly string[]): Promise<Answer>;
}

/** Lets the server listen on a free port of 127.0.0.1, where curl finds it under any name. */
export async function listen(server: Server, certificate: string): Promise<Loopback> {
  const folder = await mkdtemp(join(tmpdir(), "loopback-"));
  await writeFile(join(folder, "ca.pem"), certificate);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const fixed = ["-sS", "--noproxy", "*", "--cacert", join(folder, "ca.pem"), "--connect-to", `::127.0.0.1:${port}`];
  return {
    folder,
    async curl(...args) {
      const { exitCode, stdout } = await execa("curl", [...fixed, ...args], {
        cwd: folder,
        reject: false,
        stripFinalNewline: false,
      });
      return { exitCode, body: stdout };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
