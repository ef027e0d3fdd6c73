import type { Cell } from "../../model/index.ts";

/**
 * A short name for each cell, unlike that of any other: its server, where there are several, and whatever else of it is not
 * as in most cells.
 */
export function cellNames(cells: readonly Cell[]): readonly string[] {
  const facts = cells.map(factsOf);
  const usual = facts[0]?.map((_, place) => mostFrequent(facts.map((own) => own[place] ?? ""))) ?? [];
  const isUsual = (value: string, place: number): boolean => value === usual[place] || value === serversOwn;
  const varies = usual.map((value, place) => facts.some((own) => own[place] !== value));
  const names = facts.map((own) => {
    if (cells.length === 1) return own[0] ?? "";
    const told = own.filter((value, place) => varies[place] && (place === 0 || !isUsual(value, place)));
    return (told.length > 0 ? told : own.filter((_, place) => varies[place])).join(" · ");
  });
  return names.map((name, place) =>
    names.indexOf(name) === place && name !== "" ? name : `${name} #${place + 1}`.trim(),
  );
}

const serversOwn = "the server's CLI";

function factsOf({
  server,
  agent,
  coderAgent,
  coderServer,
  runtime,
  terraform,
  cli,
  providers,
}: Cell): readonly string[] {
  const isServersOwn = cli.name === server.name && cli.version === server.version;
  return [
    `${server.name} ${server.version}`,
    agent,
    coderAgent === undefined ? "imitated agent" : `agent of ${coderAgent.name} ${coderAgent.version}`,
    coderServer === undefined ? "imitated Coder server" : `server of ${coderServer.name} ${coderServer.version}`,
    runtime,
    `${terraform.name} ${terraform.version}`,
    isServersOwn ? serversOwn : `CLI ${cli.name} ${cli.version}`,
    `${cli.archives} archives`,
    Object.entries(providers)
      .map(([source, version]) => `${source} ${version}`)
      .join(", "),
  ];
}

/** The first of those that are there most often. */
function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0] ?? "";
}
