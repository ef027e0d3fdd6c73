import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { kinds } from "../../../harness/coder/control-plane/drpc.ts";
import { createControlPlane } from "../../../harness/coder/control-plane/index.ts";
import { manifest, script } from "../workspace.ts";
import { dial } from "./calling-agent.ts";

const agent = (method: string) => `/coder.agent.v2.Agent/${method}`;

/** A field of a message: a number of one byte, or what it holds. */
function field(number: number, value: number | Buffer): Buffer {
  if (typeof value === "number") return Buffer.from([number << 3, value]);
  return Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), value]);
}

const idOf = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");

test("an agent gets the manifest of its token, and what it says is kept", async () => {
  await using plane = await createControlPlane();
  const [mine, other] = [manifest({ scripts: [script("echo mine")] }), manifest({ scripts: [script("echo other")] })];
  using expected = plane.expect(mine);
  using _ = plane.expect(other);
  using calling = await dial(plane, mine.agentToken);
  const { told } = expected;
  const [source = ""] = mine.scripts.map(({ logSource }) => logSource);

  const [answer] = await calling.call(agent("GetManifest"));
  expect(answer?.kind).toBe(kinds.message);
  expect(String(answer?.data)).toContain("echo mine");
  expect(String(answer?.data)).not.toContain("echo other");

  const startup = field(1, Buffer.concat([field(1, Buffer.from("v2.30.0")), field(2, Buffer.from("/home/ada"))]));
  await calling.call(agent("UpdateStartup"), startup);
  for (const state of [2, 5, 99]) await calling.call(agent("UpdateLifecycle"), field(1, field(1, state)));
  const lines = ["one", ""].map((line) => field(2, field(2, Buffer.from(line))));
  await calling.call(agent("BatchCreateLogs"), Buffer.concat([field(1, idOf(source)), ...lines]));
  const timing = Buffer.concat([field(1, idOf(source)), field(4, 3), field(5, 0), field(6, 1)]);
  await calling.call(agent("ScriptCompleted"), field(1, timing));

  expect(told).toMatchObject({ connected: true, startup: { version: "v2.30.0", directory: "/home/ada" } });
  expect(told.lifecycles).toEqual(["starting", "ready"]);
  expect(told.log(source)).toEqual(["one", ""]);
  expect(told.completed(source, "start")).toEqual({ exitCode: 3, status: "failed" });
  expect(told.completed(source, "stop")).toBeUndefined();
});

test("a method of a later version is an error that the agent knows, and its network hears nothing until it leaves", async () => {
  await using plane = await createControlPlane();
  const own = manifest();
  using _ = plane.expect(own);
  using calling = await dial(plane, own.agentToken, "2.99");

  expect(await calling.call(agent("SomethingNew"))).toMatchObject([
    { kind: kinds.error, data: Buffer.from("\0\0\0\0\0\0\0\x0cno method SomethingNew") },
  ]);
  const silent = calling.call("/coder.tailnet.v2.Tailnet/Coordinate", field(1, Buffer.alloc(0)));
  const leaving = calling.call("/coder.tailnet.v2.Tailnet/Coordinate", field(2, Buffer.alloc(0)));
  expect(await Promise.race([silent, leaving.then((packets) => packets.map(({ kind }) => kind))])).toEqual([
    kinds.closeSend,
  ]);
});

test.each([["3.0"], ["2.3"], ["1.0"], [""]])(
  "an agent that speaks version %j is refused, and both versions are said",
  async (version) => {
    await using plane = await createControlPlane();
    const own = manifest();
    using expected = plane.expect(own);

    await expect(dial(plane, own.agentToken, version)).rejects.toThrow("400");
    expect(expected.told.refusal).toBe(
      `The agent speaks version ${version || "(none)"} of Coder's agent API, and the harness speaks 2.4 and newer of 2`,
    );
  },
);

test("nobody else speaks for an agent that is connected, and it may come again", async () => {
  await using plane = await createControlPlane();
  const own = manifest();
  using expected = plane.expect(own);

  {
    using _ = await dial(plane, own.agentToken);
    await expect(dial(plane, own.agentToken)).rejects.toThrow("409");
  }
  await expect.poll(() => expected.told.connected).toBe(false);
  using again = await dial(plane, own.agentToken);
  expect(await again.call(agent("GetManifest"))).toHaveLength(2);
});

test("an agent without a workspace is refused, also one whose workspace is gone", async () => {
  await using plane = await createControlPlane();
  const own = manifest();
  plane.expect(own)[Symbol.dispose]();

  for (const token of [randomUUID(), own.agentToken]) await expect(dial(plane, token)).rejects.toThrow("401");
});
