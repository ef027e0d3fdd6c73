/** `npm run tampered [-- COUNT [SEED]]`: tries so many tampered attestations and reports, and ends with 1 where one is accepted. */
import { type Tried, tryAttestations, tryManifests, tryPassingReports, tryRefusedReports } from "./tampered.ts";

const [count = 100_000, seed = Date.now() % 1_000_000_000] = process.argv.slice(2).map(Number);

const all: Readonly<Record<string, (count: number, seed: number) => Tried>> = {
  attestations: tryAttestations,
  "manifests of signed reports": tryManifests,
  "reports of a run that failed": tryRefusedReports,
  "reports of a run that passed": tryPassingReports,
};

for (const [what, tryMany] of Object.entries(all)) {
  const { counts, accepted } = tryMany(count, seed);
  const ways = Object.entries(counts).map(([way, tried]) => `  ${tried} with ${way}`);
  process.stdout.write(`${count} ${what}, seed ${seed}: ${accepted.length} accepted\n${ways.join("\n")}\n`);
  for (const one of accepted.slice(0, 3)) process.stdout.write(`${one}\n`);
  if (accepted.length > 0) process.exitCode = 1;
}
