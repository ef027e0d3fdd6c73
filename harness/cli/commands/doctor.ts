import { cacheFolder, stateFolder } from "../../artifacts/cache/index.ts";
import { survey } from "../../artifacts/index.ts";
import { pinsFile, readPins } from "../../artifacts/pins/index.ts";
import { type ExitStatus, exitStatus } from "../../errors/index.ts";
import { surveyIsolation } from "../../runtime/isolation/index.ts";
import { counted, print } from "../../text/index.ts";
import { outlook } from "./outlook.ts";

const marks = { ready: "ready     ", available: "available ", missing: "MISSING   " } as const;

/**
 * Prints what is here, how to get what is missing, and what a run without options would use; the exit status says
 * whether such a run is possible.
 */
export async function doctor(offline: boolean): Promise<ExitStatus> {
  print(process.stderr, [
    offline ? "checking this machine" : "checking this machine and what is available to download",
  ]);
  const artifacts = await survey({ offline, progress: () => {} });
  for (const line of [...(await surveyIsolation()), ...artifacts]) {
    const remedy = line.remedy === undefined ? [] : [" ".repeat(11) + line.remedy];
    print(process.stdout, [`${marks[line.state]} ${line.what}: ${line.detail}`, ...remedy]);
  }
  print(process.stdout, ["", `Cache: ${cacheFolder()}`, `State folder (the cache's checksums): ${stateFolder()}`]);
  await showPins();
  const prospects = await outlook(artifacts, offline);
  const isPossible = prospects.every(({ state }) => state === "used");
  print(process.stdout, [
    "",
    `A run ${offline ? "with --offline" : "without options"} ${isPossible ? "would use" : "is not possible"}:`,
    ...prospects.map(
      ({ part, state, detail }) => `${part.padEnd(12)} ${state === "missing" ? "MISSING: " : ""}${detail}`,
    ),
  ]);
  return isPossible ? exitStatus.conforms : exitStatus.cannotRunHere;
}

/** What every download must match, by its origin. */
async function showPins(): Promise<void> {
  const { files, programs, modules, images } = await readPins();
  const counts = new Map<string, number>();
  for (const { origin } of Object.values(files)) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  const lines = [
    ...[...counts].map(([origin, count]) => `${origin}: ${counted(count, "file")} by SHA-256`),
    `unpacked from them: ${counted(Object.keys(programs).length, "program")} by SHA-256`,
    ...Object.values(modules).map(({ origin, sum }) => `${origin}: ${sum}`),
    ...Object.entries(images).map(([name, { digest }]) => `image ${name}: ${digest}`),
  ];
  print(process.stdout, ["", `Pinned by ${pinsFile}:`, ...lines]);
}
