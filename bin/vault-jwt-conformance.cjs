#!/usr/bin/env node
"use strict";
// An old Node must be able to read this file, to start the one that comes with the harness or to say that it is too old.
const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { constants } = require("node:os");
const { dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { setFlagsFromString } = require("node:v8");

// The first with AsyncDisposableStack and SuppressedError.
const needed = [24, 0];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major > needed[0] || (major === needed[0] && minor >= needed[1])) start();
else if (bundledNode() !== undefined) startWith(bundledNode());
else {
  process.stderr.write(
    `Node ${process.versions.node} is too old, and the Node that comes with the harness is not installed: ${needed.join(".")} or newer is needed.
Install Node 24, or install the harness with its optional dependencies.\n`,
  );
  process.exitCode = 3;
}

function start() {
  endWithLauncher();
  // A large young generation takes memory and saves little where there is more to wait for than to compute.
  setFlagsFromString("--max-semi-space-size=1");
  // Threads and the processes that start commands read it from their environment.
  process.env.NODE_COMPILE_CACHE ??= join(__dirname, "../node_modules/.cache/vault-jwt-conformance");
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  // In the repository the sources run as they are; a published package has what was compiled from them.
  const source = join(__dirname, "../harness/cli/main.ts");
  import(pathToFileURL(existsSync(source) ? source : join(__dirname, "../dist/harness/cli/main.js")).href);
}

/** The executable of an optional dependency. */
function bundledNode() {
  try {
    const manifest = require.resolve(`node-${process.platform}-${process.arch}/package.json`);
    const node = join(dirname(manifest), "bin/node");
    return existsSync(node) ? node : undefined;
  } catch {
    return undefined;
  }
}

/** Runs this file with another Node, and ends as that does. The channel between them tells it when this process is gone. */
function startWith(node) {
  const env = { ...process.env, VAULT_JWT_CONFORMANCE_LAUNCHED: "1" };
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(node, [__filename, ...process.argv.slice(2)], { stdio, env });
  // A terminal sends SIGINT to both.
  const isOnTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  process.on("SIGINT", () => isOnTerminal || child.kill("SIGINT"));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`The Node that comes with the harness does not start: ${error.message}.\nInstall Node 24.\n`);
    process.exitCode = 3;
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** Where an older Node has started this one, this ends with it. */
function endWithLauncher() {
  if (process.env.VAULT_JWT_CONFORMANCE_LAUNCHED === undefined) return;
  delete process.env.VAULT_JWT_CONFORMANCE_LAUNCHED;
  if (process.channel === undefined || process.channel === null) return;
  process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel.unref();
}
