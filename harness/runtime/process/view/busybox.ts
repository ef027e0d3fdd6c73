import { copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { CannotRunHere } from "../../../errors/index.ts";
import { agents, busyboxProgram } from "../../agents.ts";
import { architectureStandIns } from "../../architecture.ts";
import { isCommand } from "../../lacking.ts";
import type { MachineSpec } from "../../types.ts";
import { crashingWget, wgetStandIn } from "../../wget-of-busybox.ts";
import { placeOf } from "./hidden.ts";

let listed: Promise<readonly string[]> | undefined;

/**
 * The commands of this machine's busybox.
 *
 * @throws CannotRunHere `runtime.busybox`
 */
export async function busyboxCommands(): Promise<readonly string[]> {
  const busybox = placeOf("busybox");
  if (busybox === undefined) throw noBusybox();
  listed ??= execa(busybox, ["--list"], { stdin: "ignore" }).then(({ stdout }) => stdout.split("\n"));
  return await listed;
}

let crashes: Promise<boolean> | undefined;

/** Puts what stands in for a wget that crashes, and for the busybox that it is of, into a folder before all others of PATH. */
export async function layOutWget(folder: string, busybox: string): Promise<void> {
  crashes ??= execa(placeOf("busybox") ?? "", crashingWget, { stdin: "ignore", reject: false }).then(
    ({ signal }) => signal !== undefined,
  );
  if (!(await crashes)) return;
  await writeFile(join(folder, "busybox"), wgetStandIn(busybox), { mode: 0o755 });
  await rm(join(folder, "wget"), { force: true });
  await symlink("busybox", join(folder, "wget"));
}

/** Fills a folder with all commands that a workspace of busybox has, and another one with those that are stood in for. */
export async function layOutBusybox(folder: string, real: string, spec: MachineSpec): Promise<void> {
  const { kind, without = [], architecture } = spec;
  const isThere = (name: string) => !without.some((lacking) => isCommand(name, lacking));
  const programs = agents[kind].programs.filter(isThere);
  const commands = (await busyboxCommands()).filter((name) => isThere(name) && !programs.includes(name));
  const scripts = Object.entries(architecture === undefined ? {} : architectureStandIns(architecture)).filter(
    ([name]) => commands.includes(name),
  );
  const stoodIn = scripts.map(([name]) => name);
  await Promise.all([mkdir(folder), mkdir(real)]);
  await Promise.all([
    ...programs.map((name) => copyFile(placeOf(name) ?? name, join(folder, name))),
    ...commands.filter((name) => !stoodIn.includes(name)).map((name) => symlink(busyboxProgram, join(folder, name))),
    ...stoodIn.map((name) => symlink(busyboxProgram, join(real, name))),
    ...scripts.map(([name, script]) => writeFile(join(folder, name), script, { mode: 0o755 })),
  ]);
}

export function noBusybox(): CannotRunHere {
  return new CannotRunHere(
    "runtime.busybox",
    "The workspace needs commands of busybox, and this machine has no busybox.",
    "Install the package busybox, or use --runtime docker.",
  );
}
