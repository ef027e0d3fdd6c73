import type { AgentKind } from "../../../model/index.ts";
import { environment } from "../../workspace-user.ts";
import type { Place } from "./place.ts";

/** Whether a workspace's image has a program, found out by looking into a container that is never started. */
export async function imageHas({ host, images, labels }: Place, program: string, kind: AgentKind): Promise<boolean> {
  const container = await host.docker.createContainer({
    Image: await images.agent(kind, {}),
    Cmd: ["-"],
    Labels: { ...labels },
  });
  try {
    const folders = environment.PATH.split(":");
    const found = await Promise.all(folders.map((folder) => isThere(container, `${folder}/${program}`)));
    return found.includes(true);
  } finally {
    await container.remove({ v: true });
  }
}

async function isThere(container: { infoArchive(options: { path: string }): Promise<unknown> }, path: string) {
  return await container.infoArchive({ path }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && "statusCode" in error && error.statusCode === 404) return false;
      throw error;
    },
  );
}
