import type { ContainerRuntimeClient } from "testcontainers";
import { CannotRunHere } from "../../../errors/index.ts";
import { dockerAnswers } from "./answers.ts";
import type { Docker } from "./connection.ts";
import type { Engine } from "./engine.ts";

/** A Docker daemon that has answered. */
export interface Host {
  readonly engine: Engine;
  readonly client: ContainerRuntimeClient;
  readonly docker: Docker;
  /** Where ports that containers publish can be reached. */
  readonly address: string;
  /** The address at which they are bound; `undefined` for all, where the daemon is not on this machine. */
  readonly bindAddress?: string;
}

/**
 * Connects to the daemon that DOCKER_HOST or the usual sockets lead to.
 *
 * @throws CannotRunHere `runtime.docker` when none answers
 */
export async function openHost(): Promise<Host> {
  const answer = await dockerAnswers();
  if ("problem" in answer) {
    throw new CannotRunHere("runtime.docker", answer.problem, "Start a Docker daemon, or use --runtime process.");
  }
  const { getContainerRuntimeClient } = await import("testcontainers");
  const client = await getContainerRuntimeClient();
  const { host } = client.info.containerRuntime;
  return {
    engine: answer,
    client,
    docker: client.container.dockerode,
    // `localhost` may resolve to ::1 first, where nothing is bound.
    ...(host === "localhost" ? { address: "127.0.0.1", bindAddress: "127.0.0.1" } : { address: host }),
  };
}
