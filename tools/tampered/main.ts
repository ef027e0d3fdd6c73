import { Command } from "commander";
import { runCommand, wholeNumber } from "../conformance/command-line.ts";
import { type Tried, tryAttestations, tryManifests, tryPassingReports, tryRefusedReports } from "./tampered.ts";

const all: Readonly<Record<string, (count: number, seed: number) => Tried>> = {
  attestations: tryAttestations,
  "manifests of signed reports": tryManifests,
  "reports of a run that failed": tryRefusedReports,
  "reports of a run that passed": tryPassingReports,
};

const program = new Command("tampered")
  .description("tries tampered attestations and reports, and fails where the gate or `verify` accepts one")
  .argument("[count]", "how many of each kind", "100000")
  .argument("[seed]", "the random seed, to repeat a run (default: a new one)")
  .action((count: string, seed?: string) => {
    const chance = seed === undefined ? 1 + (Date.now() % 900_000) : wholeNumber("SEED", seed);
    for (const [what, tryMany] of Object.entries(all))
      print(what, tryMany(wholeNumber("COUNT", count), chance), chance);
  });
await runCommand(program);

function print(what: string, { counts, accepted }: Tried, seed: number): void {
  const tried = Object.entries(counts).map(([way, count]) => `  ${count} with ${way}`);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${total} ${what}, seed ${seed}: ${accepted.length} accepted\n${tried.join("\n")}\n`);
  for (const one of accepted.slice(0, 3)) process.stdout.write(`${one}\n`);
  if (accepted.length > 0) process.exitCode = 1;
}
