import type { Mistake } from "../input/index.ts";
import { wordOf } from "../report/index.ts";
import { type Block, type Choice, type Choices, choicesOf } from "./choices.ts";
import { testBy } from "./patterns.ts";
import type { Combination, ReadMatrix } from "./types.ts";
import { type Versions, type VersionsOf, versionsBy } from "./versions.ts";

/** More than anybody means: beyond it there is a mistake in the matrix. */
const mostCells = 200;
/** More than can be looked at one by one: beyond it even `--yes-all` is no help. */
const mostCombinations = 100_000;

/** What the command line says about it. */
export interface ExpandOptions {
  /** Whether more than 200 cells are meant. */
  readonly yesAll?: boolean;
}

/**
 * The cells of a matrix in versions: its axes' combinations without what is excluded, then those of each entry that is
 * included, each cell once, in the order of the file. Exact versions are taken as they are; fetching
 * them shows whether they are available.
 * @throws WrongInput `matrix.no-version`, `matrix.excludes-nothing`, `matrix.excludes-all`, `matrix.too-many-cells`
 * @throws CannotRunHere `matrix.versions-unknown`
 */
export async function expandMatrix(
  read: ReadMatrix,
  versionsOf: VersionsOf,
  { yesAll = false }: ExpandOptions = {},
): Promise<readonly Combination[]> {
  const versions = versionsBy(versionsOf);
  const [main, ...included] = await blocksOf(read, versions);
  refuseTooMany(read, [main, ...included]);
  const kept = await withoutExcluded(read, combined(main), versions);
  const cells = unique([...kept, ...included.flatMap(combined)]);
  if (cells.length <= mostCells || yesAll) return cells;
  throw tooMany(read, `makes ${cells.length} cells, more than the usual ${mostCells}; use --yes-all to run them all`);
}

async function blocksOf(
  { matrix, refusal }: ReadMatrix,
  versions: Versions,
): Promise<readonly [Choices, ...Choices[]]> {
  const mistakes: Mistake[] = [];
  const main = await choicesOf({ words: matrix.axes, path: ["axes"] }, versions, mistakes);
  const included: Choices[] = [];
  for (const [at, words] of (matrix.include ?? []).entries()) {
    const block: Block = { words, path: ["include", at] };
    included.push(await choicesOf(block, versions, mistakes));
  }
  if (mistakes.length > 0) throw refusal("no-version", "asks for versions that do not exist", mistakes);
  return [main, ...included];
}

function refuseTooMany(read: ReadMatrix, blocks: readonly Choices[]): void {
  const count = blocks.map(countOf).reduce((sum, one) => sum + one, 0n);
  if (count <= mostCombinations) return;
  throw tooMany(read, `makes ${count} combinations, more than the limit of ${mostCombinations}`);
}

function countOf(choices: Choices): bigint {
  return Object.values(choices).reduce((product, { length }) => product * BigInt(length), 1n);
}

function tooMany({ refusal }: ReadMatrix, problem: string) {
  return refusal("too-many-cells", "is too large", [{ path: ["axes"], problem: `this ${problem}` }]);
}

function combined(choices: Choices): readonly Combination[] {
  const servers = choices.server.map((server) => ({ server }));
  const clis = servers.flatMap((one) => choices.cli.map((cli) => ({ ...one, cli })));
  const terraforms = clis.flatMap((one) => choices.terraform.map((terraform) => ({ ...one, terraform })));
  const agents = terraforms.flatMap((one) => choices.agent.map((agent) => ({ ...one, agent })));
  const programs = agents.flatMap((one) =>
    choices["agent-program"].map((program) => ({ ...one, "agent-program": program })),
  );
  const runtimes = programs.flatMap((one) => choices.runtime.map((runtime) => ({ ...one, runtime })));
  return runtimes.flatMap((one) => choices.provider.map((provider) => cellOf({ ...one, provider })));
}

type Chosen = { readonly [A in keyof Choices]: Choices[A][number] };

function cellOf({ server, cli, terraform, agent, runtime, provider, ...chosen }: Chosen): Combination {
  const written = ({ word }: Choice<unknown>) => word;
  const program = chosen["agent-program"];
  return {
    runtime: runtime.value,
    server: server.value,
    cli: cli.value ?? server.value,
    terraform: terraform.value,
    agent: agent.value,
    "agent-program": program.value,
    provider: { address: provider.value.name, version: provider.value.version },
    asked: {
      server: written(server),
      cli: written(cli),
      terraform: written(terraform),
      agent: written(agent),
      ...(program.value === "imitated" ? {} : { "agent-program": written(program) }),
      runtime: written(runtime),
      provider: written(provider),
    },
  };
}

async function withoutExcluded(
  { matrix: { exclude = [] }, refusal }: ReadMatrix,
  cells: readonly Combination[],
  versions: Versions,
): Promise<readonly Combination[]> {
  const tests = await Promise.all(exclude.map((pattern) => testBy(pattern, versions)));
  const idle = tests.flatMap((test, at): readonly Mistake[] =>
    cells.some(test) ? [] : [{ path: ["exclude", at], problem: "this matches no combination of the axes" }],
  );
  if (idle.length > 0) throw refusal("excludes-nothing", "excludes combinations that do not exist", idle);
  const kept = cells.filter((cell) => !tests.some((test) => test(cell)));
  if (kept.length > 0) return kept;
  const problem = "this leaves no combination of the axes";
  throw refusal("excludes-all", "excludes everything", [{ path: ["exclude"], problem }]);
}

/** The first of those that are the same in versions, however they were asked for. */
function unique(cells: readonly Combination[]): readonly Combination[] {
  const byVersions = new Map<string, Combination>();
  for (const cell of cells) if (!byVersions.has(keyOf(cell))) byVersions.set(keyOf(cell), cell);
  return [...byVersions.values()];
}

function keyOf({ runtime, server, cli, terraform, agent, provider, ...cell }: Combination): string {
  const provided = wordOf({ name: provider.address, version: provider.version });
  return [runtime, wordOf(server), wordOf(cli), wordOf(terraform), agent, cell["agent-program"], provided].join(" ");
}
