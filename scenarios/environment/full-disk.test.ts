import { expect, scenario, type Workspace } from "../../harness/engine/index.ts";
import { linesBeyond } from "../../harness/engine/logs/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { inHome } from "./home-files.ts";
import { expectLogin } from "./login.ts";

/** Shared memory is a small disk of its own on every machine. */
const person = { home: "/dev/shm/ada" };
const fillDisk = inHome("! cat /dev/zero > ../film 2> /dev/null");
const makeRoom = inHome("rm ../film");

scenario("ENV-05", async ({ vault, coder, assume, logOf }) => {
  const good = await logOf(aGoodStart);
  const role = await vault.role();
  let written: readonly string[] = [];
  const prepare = async (machine: Workspace["machine"]) => {
    await fillBlocks(machine);
    written = await linesIn(machine);
    await fillDisk(machine);
  };
  const expectKept = async (workspace: Workspace) => {
    const lines = await linesIn(workspace.machine);
    expect(lines, `the person's lines after ${workspace.script.what}`).toEqual(expect.arrayContaining([...written]));
    // A module that needs no room, or makes some, may log in.
    if (workspace.script.exitCode === 0) return await expectLogin(workspace, vault, role);
    // In whatever language: a good start says nothing of the kind.
    expect(linesBeyond(workspace.script.log, good), "what the log says of the failure").not.toEqual([]);
  };
  assume(aGoodStart);

  const full = await coder.start({ role: role.name, person, before: prepare, step: "the disk is full" });
  await expectKept(full);

  const next = await coder.start({ role: role.name, restarts: full, before: makeRoom, step: "there is room" });
  await expectLogin(next, vault, role);

  await expectKept(
    await coder.start({ role: role.name, restarts: next, before: fillDisk, step: "the disk is full again" }),
  );
});

const profiles = [".bashrc", ".profile"];
const block = 4096;

/** What is written over in place has room for as much as it held, and not for a line more. */
async function fillBlocks(machine: Workspace["machine"]): Promise<void> {
  for (const name of profiles) {
    const path = `${person.home}/${name}`;
    const own = `${(await machine.readFile(path)) ?? ""}export EDITOR=vi #`;
    await machine.writeFile(path, `${own.padEnd(block - 1, "-")}\n`);
  }
}

/** The lines of the person's profiles, each with the file's name. */
async function linesIn(machine: Workspace["machine"]): Promise<readonly string[]> {
  const contents = await Promise.all(profiles.map((name) => machine.readFile(`${person.home}/${name}`)));
  return contents.flatMap((content, at) => `${content ?? ""}`.split("\n").map((line) => `${profiles[at]}: ${line}`));
}
