import { mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { wgetStandIn } from "../../harness/runtime/wget-of-busybox.ts";

/** The stand-in before something that prints its arguments in brackets. */
async function standIn(busybox: string) {
  const place = await mkdtempDisposable(join(tmpdir(), "wget-"));
  const real = join(place.path, "real");
  await writeFile(real, `#!/bin/sh\n[ "$1" != sleep ] || exec sleep "$2"\n${busybox}\n`, { mode: 0o755 });
  await writeFile(join(place.path, "busybox"), wgetStandIn(real), { mode: 0o755 });
  await symlink("busybox", join(place.path, "wget"));
  const run = (command: string, args: readonly string[]) =>
    execa(join(place.path, command), args, { reject: false, stdin: "ignore" });
  return { run, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}

const prints = "printf '<%s>' \"$@\"; exit 7";

test.for([
  [["-T", "5", "http://a"], ["http://a"]],
  [["-T5", "http://a"], ["http://a"]],
  [
    ["-qT", "5", "-O", "-", "http://a"],
    ["-q", "-O", "-", "http://a"],
  ],
  [
    ["-qT5", "-O- x", "http://a"],
    ["-q", "-O- x", "http://a"],
  ],
  [["--timeout=5", "http://a"], ["http://a"]],
  [
    ["--timeout", "5", "-q", "http://a"],
    ["-q", "http://a"],
  ],
  [
    ["-O/tmp/Two", "http://a/T", "", "a  *"],
    ["-O/tmp/Two", "http://a/T", "", "a  *"],
  ],
  [
    ["-q", "--", "-T", "5"],
    ["-q", "--", "-T", "5"],
  ],
  [
    ["-q", "-cO", "T", "http://a"],
    ["-q", "-cO", "T", "http://a"],
  ],
] as const)("wget %j is busybox's wget %j", async ([given, passed]) => {
  await using place = await standIn(prints);
  const expected = { stdout: ["wget", ...passed].map((word) => `<${word}>`).join(""), exitCode: 7 };

  expect(await place.run("wget", given)).toMatchObject(expected);
  expect(await place.run("busybox", ["wget", ...given])).toMatchObject(expected);
});

test("other commands of busybox are its own, and an option without a value is refused", async () => {
  await using place = await standIn(prints);

  expect(await place.run("busybox", ["unzip", "-T", "x"])).toMatchObject({ stdout: "<unzip><-T><x>", exitCode: 7 });
  for (const args of [["-T"], ["-q", "-T"], ["-T", "soon", "http://a"]])
    expect(await place.run("wget", args), args.join(" ")).toMatchObject({ stdout: "", exitCode: 1 });
});

describe("a time limit", () => {
  test("ends what gets nothing", async () => {
    await using place = await standIn("exec sleep 600");

    expect(await place.run("wget", ["-T", "1", "http://a"])).toMatchObject({ signal: "SIGTERM" });
  });

  test("does not end what something comes to", async () => {
    await using server = await listening();
    await using place = await standIn('exec busybox "$@"');

    const got = await place.run("wget", ["-q", "-T", "1", "-O", "-", server.url]);

    expect(got).toMatchObject({ exitCode: 0, stdout: "bit\n".repeat(6).trimEnd() });
  });
});

/** Sends a bit every half a second: longer than the limit in all, and never in one go. */
async function listening(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server: Server = createServer((_, response) => {
    let bits = 0;
    const timer = setInterval(() => {
      response.write("bit\n");
      bits += 1;
      if (bits < 6) return;
      clearInterval(timer);
      response.end();
    }, 500);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("a TCP server has a port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
