import { expect, test } from "vitest";
import { tryAttestations, tryManifests, tryPassingReports, tryRefusedReports } from "../../tools/tampered/tampered.ts";

// As many as are worth a second of everyone's time; `npm run tampered` tries 100,000 of each.
const count = 2_000;
const seed = 20_260_310;

test.each([
  ["tampered attestations", tryAttestations, 13],
  ["tampered manifests of signed reports", tryManifests, 12],
  ["tampered reports of a run that failed", tryRefusedReports, 6],
  ["tampered reports whose content does not hold any more", tryPassingReports, 6],
])("none of many %s is accepted", (_, tryMany, ways) => {
  const { counts, accepted } = tryMany(count, seed);

  expect(accepted).toEqual([]);
  expect(Object.values(counts).filter((tried) => tried > 20)).toHaveLength(ways);
});
