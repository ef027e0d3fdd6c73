import { access, constants } from "node:fs/promises";
import semver from "semver";
import { connectionOf } from "./connection.ts";

/** What a daemon says of itself, or why Docker cannot be used here. */
export type DockerAnswer = { readonly version: string; readonly apiVersion: string } | { readonly problem: string };

const oldest = { engine: "20.10", api: "1.41" } as const;
const answerLimit = 10_000;
const usualSocket = "/var/run/docker.sock";

/** Asks whether a Docker daemon can be used: for `--runtime auto` and `doctor`. Never throws. */
export async function dockerAnswers(): Promise<DockerAnswer> {
  const timer = Promise.withResolvers<DockerAnswer>();
  const timeout = setTimeout(
    () => timer.resolve({ problem: `Docker did not answer within ${answerLimit / 1000} s at ${place()}.` }),
    answerLimit,
  );
  try {
    return await Promise.race([ask(), timer.promise]);
  } catch (cause) {
    return { problem: (await whyNot()) ?? `No Docker daemon answers at ${place()}: ${sentence(cause)}.` };
  } finally {
    clearTimeout(timeout);
  }
}

async function ask(): Promise<DockerAnswer> {
  // A large library: commands and workers that have nothing to do with Docker do not load it.
  const { getContainerRuntimeClient } = await import("testcontainers");
  const client = await getContainerRuntimeClient();
  const { socketPath } = connectionOf({ docker: client.container.dockerode });
  // Testcontainers goes on to the usual socket where there is nothing at the one that was named.
  if (socketPath !== undefined && socketPath !== (namedSocket() ?? socketPath)) return { problem: noneAt(place()) };
  const { Version: version, ApiVersion: apiVersion, Os: system } = await client.container.dockerode.version();
  if (system !== "linux") return { problem: `Docker at ${place()} runs ${system} containers, not Linux ones.` };
  if (semver.lt(semver.coerce(apiVersion) ?? "0.0.0", `${oldest.api}.0`)) {
    return {
      problem: `Docker Engine ${version} is older than ${oldest.engine}, which is the first that is supported.`,
    };
  }
  return { version, apiVersion };
}

/** Testcontainers only says that nothing works; the usual reasons can be seen from the socket. */
async function whyNot(): Promise<string | undefined> {
  if (process.env.DOCKER_HOST !== undefined) return noneAt(process.env.DOCKER_HOST);
  const refusal = await access(usualSocket, constants.R_OK | constants.W_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (refusal === "ENOENT") return `No Docker daemon runs here: there is no ${usualSocket}.`;
  if (refusal !== undefined) return `${usualSocket} is there, but this user may not use it (${refusal}).`;
  return undefined;
}

function namedSocket(): string | undefined {
  return /^unix:\/\/(.*)$/.exec(process.env.DOCKER_HOST ?? "")?.[1];
}

function noneAt(where: string): string {
  return `No Docker daemon answers at ${where}, which DOCKER_HOST names.`;
}

function place(): string {
  return process.env.DOCKER_HOST ?? usualSocket;
}

function sentence(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, "");
}
