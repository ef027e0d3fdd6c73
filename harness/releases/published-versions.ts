/** Minor version, its last community patch, and what was published beside the patches. */
const lines: readonly (readonly [minor: number, lastPatch: number, others: readonly string[]])[] = [
  [9, 10, ["1.9.0-rc1", "1.9.10+ent", "1.9.10+ent.hsm"]],
  [10, 11, ["1.10.0-rc1", "1.10.11+ent", "1.10.11+ent.fips1402", "1.10.11+ent.hsm"]],
  [11, 12, ["1.11.0-rc1", "1.11.12+ent", "1.11.12+ent.fips1402", "1.11.12+ent.hsm", "1.11.12+ent.hsm.fips1402"]],
  [12, 11, ["1.12.0-rc1", "1.12.11+ent", "1.12.11+ent.fips1402", "1.12.11+ent.hsm", "1.12.11+ent.hsm.fips1402"]],
  [13, 13, ["1.13.0-rc1", "1.13.1+ent", "1.13.1+ent.fips1402", "1.13.1+ent.hsm", "1.13.1+ent.hsm.fips1402"]],
  [14, 10, ["1.14.0-rc1", "1.14.13+ent", "1.14.13+ent.fips1402", "1.14.13+ent.hsm"]],
  [15, 6, ["1.15.0-rc1", "1.15.16+ent", "1.15.16+ent.fips1402", "1.15.16+ent.hsm"]],
  [16, 3, ["1.16.0-rc1", "1.16.0-rc2", "1.16.25+ent", "1.16.25+ent.fips1402", "1.16.25+ent.hsm"]],
  [17, 6, ["1.17.0-rc1", "1.17.5+ent", "1.17.5+ent.fips1402", "1.17.5+ent.hsm", "1.17.17+ent"]],
  [18, 5, ["1.18.0-rc1", "1.18.15+ent", "1.18.15+ent.fips1402", "1.18.15+ent.hsm"]],
  [19, 5, ["1.19.0-rc1", "1.19.11+ent", "1.19.11+ent.fips1402", "1.19.11+ent.hsm"]],
  [20, 4, ["1.20.0-beta1", "1.20.0-rc1", "1.20.0-rc2", "1.20.4+ent", "1.20.4+ent.fips1403", "1.20.4+ent.hsm"]],
  [
    21,
    1,
    ["1.21.0-beta1", "1.21.0-rc1", "1.21.1+ent", "1.21.1+ent.fips1403", "1.21.1+ent.hsm", "1.21.1+ent.hsm.fips1403"],
  ],
];

/**
 * What is published unless a scenario says otherwise: a likeness of the real index from 1.9 on.
 *
 * The highest general release is 1.21.1; in lexical order 1.9.9 is last. No candidate and no
 * enterprise edition is above it: a scenario that wants one there publishes it.
 */
export const publishedVersions: readonly string[] = lines.flatMap(([minor, lastPatch, others]) => [
  ...Array.from({ length: lastPatch + 1 }, (_, patch) => `1.${minor}.${patch}`),
  ...others,
]);
