import { access, constants } from "node:fs/promises";
import { connectionOf } from "./connection.ts";
import { type DockerAnswer, engineOf } from "./engine.ts";

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
  const { dockerode } = client.container;
  const [version, info] = await Promise.all([dockerode.version(), dockerode.info()]);
  return engineOf(version, info, place());
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
