import { expect, test } from "vitest";
import { expandMatrix } from "../../harness/matrix/index.ts";
import { type Random, randomFrom } from "../../tools/chance.ts";
import { matrixText, nameOf, parsed, versionsOf } from "./sample.ts";

const words = {
  server: [
    "openbao@2.7.2",
    "openbao@2.6.1",
    "vault@1.13.1",
    "vault@lts",
    "openbao@>=2.6 <2.8",
    "vault@latest-2-minors",
  ],
  cli: ["server", "openbao@2.6.1", "vault@latest"],
  terraform: ["terraform@1.11.4", "tofu@1.10.10", "tofu@latest"],
  agent: ["debian", "no-sudo", "alpine-like"],
  provider: ["coder/coder@2.13.1", "coder/coder"],
} as const;
const axes = ["server", "cli", "terraform", "agent", "provider"] as const;
type Words = Readonly<Partial<Record<(typeof axes)[number], readonly string[]>>>;

function someOf({ below, oneOf }: Random, all: readonly string[]): readonly string[] {
  const some = all.filter(() => below(2) === 0);
  return some.length > 0 ? some : all.slice(0, 1 + oneOf([0, 1]));
}

function someWords(random: Random): Words & { readonly server: readonly string[] } {
  const others = axes.slice(1).filter(() => random.below(2) === 0);
  const chosen = others.map((axis) => [axis, someOf(random, words[axis])] as const);
  return { ...Object.fromEntries(chosen), server: someOf(random, words.server) };
}

function written(given: Words): string {
  return JSON.stringify(given);
}

function textOf(main: Words, rest = ""): string {
  return matrixText("", rest).replace("axes:\n\n", `axes: ${written(main)}\n`);
}

async function cellsOf(main: Words, rest = ""): Promise<readonly string[]> {
  return (await expandMatrix(parsed(textOf(main, rest)), versionsOf, { yesAll: true })).map(nameOf);
}

const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1);

test.for(seeds)("matrix %i has each cell once, the same every time, in the order of its words", async (seed) => {
  const main = someWords(randomFrom(seed));

  const cells = await cellsOf(main);

  expect(new Set(cells).size).toBe(cells.length);
  expect(await cellsOf(main)).toEqual(cells);
  const byServer = await Promise.all(main.server.map((word) => cellsOf({ ...main, server: [word] })));
  expect([...new Set(byServer.flat())]).toEqual(cells);
});

test.for(seeds)("matrix %i and what it includes are the cells of both, its own first", async (seed) => {
  const random = randomFrom(seed);
  const [main, first, second] = [someWords(random), someWords(random), someWords(random)];

  const cells = await cellsOf(main, `include: [${written(first)}, ${written(second)}]\n`);

  const apart = await Promise.all([main, first, second].map((one) => cellsOf(one)));
  expect(cells).toEqual([...new Set(apart.flat())]);
});

test.for(seeds)("matrix %i loses just what is excluded, in the same order", async (seed) => {
  const random = randomFrom(seed);
  const main = { ...someWords(random), agent: words.agent };
  const agent = random.oneOf(words.agent);
  const server = random.oneOf(["vault", "openbao"]);
  const all = await cellsOf(main);
  const isMeant = (name: string) => name.startsWith(`${server}@`) && name.includes(` ${agent} `);

  const left = cellsOf(main, `exclude: [{ server: ${server}, agent: ${agent} }]\n`);

  if (all.some(isMeant)) expect(await left).toEqual(all.filter((name) => !isMeant(name)));
  else await expect(left).rejects.toMatchObject({ code: "matrix.excludes-nothing" });
});
