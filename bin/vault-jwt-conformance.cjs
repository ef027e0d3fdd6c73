#!/usr/bin/env node
"use strict";
// An old Node must be able to read this file, to say that it is too old.
const { existsSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { setFlagsFromString } = require("node:v8");

const needed = [22, 22];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: ${needed.join(".")} or newer is needed.
Install Node 24, or run \`npm ci\` with its optional dependencies, which bring it, and start this by npx or npm run.\n`,
  );
  process.exitCode = 3;
} else {
  // A large young generation takes memory and saves little where there is more to wait for than to compute.
  setFlagsFromString("--max-semi-space-size=1");
  // Threads and the processes that start commands read it from their environment.
  process.env.NODE_COMPILE_CACHE ??= join(__dirname, "../node_modules/.cache/vault-jwt-conformance");
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  // In the repository the sources run as they are; a published package has what was compiled from them.
  const source = join(__dirname, "../harness/cli/main.ts");
  import(pathToFileURL(existsSync(source) ? source : join(__dirname, "../dist/harness/cli/main.js")).href);
}
