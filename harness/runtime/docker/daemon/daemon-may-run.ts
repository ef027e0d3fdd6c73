import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Whether anything says that there may be a Docker daemon: what testcontainers looks at, without loading it.
 * Source: testcontainers' documentation, "Configuration", and Docker's on rootless mode and Docker Desktop.
 */
export function daemonMayRun(): boolean {
  if (process.env.DOCKER_HOST) return true;
  const user = process.getuid?.() ?? 0;
  const runtimeFolder = process.env.XDG_RUNTIME_DIR ?? `/run/user/${user}`;
  const traces = [
    "/var/run/docker.sock",
    join(runtimeFolder, "docker.sock"),
    join(runtimeFolder, ".docker/run/docker.sock"),
    join(homedir(), ".docker/run/docker.sock"),
    join(homedir(), ".docker/desktop/docker.sock"),
    join(homedir(), ".testcontainers.properties"),
  ];
  return traces.some((path) => existsSync(path));
}
