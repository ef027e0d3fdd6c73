import { expect, test } from "vitest";
import { poll } from "../../harness/waiting/index.ts";
import { sandbox } from "../command-line/sandbox.ts";
import { atTheDaemon } from "./at-the-daemon.ts";

test.each(["SIGKILL", "SIGTERM"] as const)("%s in a scenario leaves nothing after three seconds", async (signal) => {
  await using place = await sandbox();
  const run = place.start(["--only", "LOGIN-0[1-5]", "--jobs", "2", "--runtime", "docker", "--verbose"]);
  await run.says("pass LOGIN-01");
  expect(await atTheDaemon(place.temporary)).not.toEqual([]);
  run.kill(signal);
  const killed = performance.now();

  let left: readonly string[] = [];
  const look = async () => {
    left = await atTheDaemon(place.temporary);
    return left.length === 0 ? true : undefined;
  };
  await poll(look, { what: "everything to be gone from the daemon", limit: 3_000, log: () => left });
  await place.isClean();

  expect(performance.now() - killed).toBeLessThan(3_000);
  expect((await run.ended).stdout).toBe("");
});
