import { cacheFolder, stateFolder } from "../../artifacts/cache/index.ts";
import { survey } from "../../artifacts/index.ts";
import { pinsFile, readPins } from "../../artifacts/pins/index.ts";
import { type ExitStatus, exitStatus } from "../../errors/index.ts";
import { surveyIsolation } from "../../runtime/isolation/index.ts";
import { counted, print } from "../../text/index.ts";
import { outlook } from "./outlook.ts";

/** The options of `doctor` as they were typed. */
export interface DoctorOptions {
  readonly offline?: boolean;
  readonly verbose?: boolean;
}

/** Which part of a run needs what the surveys name, or something in its place. Nothing else is required. */
const neededBy: Readonly<Record<string, RegExp>> = {
  runtime: /^(?:Docker|isolation by .*|(?:curl|unzip) in workspaces)$/,
  server: /^(?:vault|openbao)$/,
  Terraform: /^terraform$/,
  providers: /^provider /,
};

/**
 * Prints what is here, how to get what is missing, and what a run without options would use; the exit status says
 * whether such a run is possible.
 */
export async function doctor({ offline = false, verbose = false }: DoctorOptions): Promise<ExitStatus> {
  print(process.stderr, [
    offline ? "checking this machine" : "checking this machine and what is available to download",
  ]);
  const artifacts = await survey({ offline, progress: () => {} });
  const prospects = await outlook(artifacts, offline);
  const lacking = prospects.filter(({ state }) => state === "missing");
  const isRequired = (what: string) => lacking.some(({ part }) => neededBy[part]?.test(what));
  for (const { what, state, detail, remedy } of [...(await surveyIsolation()), ...artifacts]) {
    const word = state !== "missing" ? state : isRequired(what) ? "MISSING" : "optional";
    const below = remedy === undefined ? [] : [" ".repeat(11) + remedy];
    print(process.stdout, [`${word.padEnd(10)} ${what}: ${detail}`, ...below]);
  }
  print(process.stdout, ["", `Cache: ${cacheFolder()}`, `State folder (the cache's checksums): ${stateFolder()}`]);
  print(process.stdout, verbose ? await pinLines() : [`Pins: ${pinsFile} (--verbose lists them)`]);
  print(process.stdout, [
    "",
    `A run ${offline ? "with --offline" : "without options"} ${lacking.length === 0 ? "would use" : "is not possible"}:`,
    ...prospects.map(
      ({ part, state, detail }) => `${part.padEnd(12)} ${state === "missing" ? "MISSING: " : ""}${detail}`,
    ),
  ]);
  return lacking.length === 0 ? exitStatus.conforms : exitStatus.cannotRunHere;
}

/** What every download must match, by its origin. */
async function pinLines(): Promise<readonly string[]> {
  const { files, programs, modules, images } = await readPins();
  const counts = new Map<string, number>();
  for (const { origin } of Object.values(files)) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  return [
    "",
    `Pinned by ${pinsFile}:`,
    ...[...counts].map(([origin, count]) => `${origin}: ${counted(count, "file")} by SHA-256`),
    `unpacked from them: ${counted(Object.keys(programs).length, "program")} by SHA-256`,
    ...Object.values(modules).map(({ origin, sum }) => `${origin}: ${sum}`),
    ...Object.entries(images).map(([name, { digest }]) => `image ${name}: ${digest}`),
  ];
}
