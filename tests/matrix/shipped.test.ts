import { describe, expect, test } from "vitest";
import { readCatalogue } from "../../harness/cli/commands/catalogue.ts";
import { isMeant, isNamed } from "../../harness/excuses/index.ts";
import { declaredBy, expandMatrix, readMatrix } from "../../harness/matrix/index.ts";
import { nameOf, versionsOf } from "./sample.ts";

const catalogue = readCatalogue();

async function cellsOf(name: string) {
  return expandMatrix(await readMatrix(name, catalogue), versionsOf);
}

describe("the matrices that come with the harness", () => {
  test("quick is a few cells that are the same every time", async () => {
    const quick = await readMatrix("quick", catalogue);
    expect(await expandMatrix(quick, () => Promise.reject(new Error("nothing is looked up")))).toHaveLength(4);
  });

  test("offline has every server, Terraform, workspace and provider, and a CLI older and newer than its server", async () => {
    const cells = await cellsOf("offline");

    expect(cells.length).toBeGreaterThanOrEqual(12);
    const all = (values: readonly string[]) => [...new Set(values)].toSorted();
    const program = ({ name, version }: { name: string; version: string }) => `${name}@${version}`;
    expect({
      servers: all(cells.map(({ server }) => program(server))),
      terraforms: all(cells.map(({ terraform }) => program(terraform))),
      agents: all(cells.map(({ agent }) => agent)),
      providers: all(cells.map(({ provider }) => provider.version)),
      runtimes: all(cells.map(({ runtime }) => runtime)),
      otherClis: cells
        .filter(({ asked }) => asked.cli !== "server")
        .map(({ server, cli }) => `${program(cli)} on ${program(server)}`),
    }).toEqual({
      servers: ["openbao@2.6.1", "openbao@2.6.2", "openbao@2.7.0", "openbao@2.7.1", "openbao@2.7.2", "vault@1.13.1"],
      terraforms: ["terraform@1.11.4", "tofu@1.10.10", "tofu@1.12.6"],
      agents: ["alpine-like", "debian", "no-sudo"],
      providers: ["2.13.1", "2.20.0"],
      runtimes: ["auto"],
      otherClis: ["openbao@2.6.1 on openbao@2.7.2", "openbao@2.7.2 on openbao@2.6.1"],
    });
  });

  test("nightly follows what is released, and has servers as images", async () => {
    const cells = await cellsOf("nightly");

    expect([...new Set(cells.map(({ runtime }) => runtime))]).toEqual(["docker"]);
    expect(cells.slice(0, 8).map(({ server }) => `${server.name} ${server.version}`)).toEqual([
      ...["vault 2.0.4", "vault 1.21.4", "vault 1.20.0", "vault 1.19.5", "vault 1.16.3"],
      ...["openbao 2.10.1", "openbao 2.7.2", "openbao 2.6.2"],
    ]);
    expect(cells.map(nameOf)).toContain("vault@1.16.3 vault@2.0.4 terraform@1.14.0 debian docker 2.13.1");
  });
});

test.each<readonly [string, string, string, "oidc" | "none", boolean]>([
  ["vault", "debian", "NS-01", "oidc", true],
  ["openbao", "debian", "NS-01", "oidc", false],
  ["openbao", "no-sudo", "CLI-12", "none", true],
  ["openbao", "no-sudo", "CLI-13", "none", false],
  ["openbao", "alpine-like", "CLI-13", "none", true],
  ["vault", "alpine-like", "NS-02", "oidc", false],
])("on %s with %s, that %s is unsupported with %s is declared: %s", async (name, agent, requirement, token, is) => {
  const { matrix } = await readMatrix("offline", catalogue);
  const server = { name, version: "1.13.1" };
  const cell = {
    id: "cell",
    server,
    terraform: server,
    agent,
    providers: {},
    runtime: "process",
    cli: { ...server, archives: "stand-in" },
  } as const;

  const declared = declaredBy(matrix).some(
    (one) =>
      isNamed(requirement, one.requirement ?? "") && isMeant(cell, one.cell ?? {}) && (one.token ?? token) === token,
  );
  expect(declared).toBe(is);
});
