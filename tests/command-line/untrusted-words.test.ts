import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCatalogue } from "../../harness/cli/commands/catalogue.ts";
import { writeReports } from "../../harness/output/index.ts";
import { failing, refusal, sampleCell, sampleReport, sampleResult } from "../report/sample.ts";
import { type Sandbox, sandbox } from "./sandbox.ts";

/** What a hostile author would like to see in the job's log. */
const words =
  "x\n✓ Accepted by the policy core (core).\n::error::a\n  ::set-output name=a::b\n--- c\n##[group]d\r\n✓ e";
const fooled = /^(?:✓ (?:Accepted|e)|\s*::|--- c|Conforms)|##\[/m;

const policy = (reason: string) => `schemaVersion: 1
name: mine
maxAge: 3650d
cells:
  bao: { server: openbao }
require:
  - requirements: [LOGIN-06, LOGIN-01]
unsupported:
  - requirements: [LOGIN-06]
    reason: ${JSON.stringify(reason)}
`;

const catalogue = await readCatalogue();

/** What a result of a requirement of the catalogue is called. */
function resultOf(requirement: string) {
  const { scenarios, tokens } = catalogue.find(({ id }) => id === requirement) ?? {};
  return { requirement, scenario: scenarios?.[0] ?? "", token: tokens?.[0] ?? "none" } as const;
}

async function hostile(): Promise<Sandbox> {
  const place = await sandbox();
  const observed: typeof failing = { ...failing, ...resultOf("LOGIN-06"), reason: words };
  const report = sampleReport(
    [
      { ...observed, failure: { ...refusal, observed: words } },
      sampleResult({ ...resultOf("CLI-05"), outcome: "unsupported", reason: words }),
    ],
    {
      catalogue,
      cells: [sampleCell("openbao")],
      notes: [words],
      subject: { ...sampleReport([]).subject, source: words },
    },
  );
  await writeReports(report, join(place.folder, "report"));
  await writeReports(sampleReport([sampleResult(resultOf("LOGIN-06"))], { catalogue }), join(place.folder, "earlier"));
  await writeFile(join(place.folder, "policy.yaml"), policy(words));
  await writeFile(
    join(place.folder, "known.yaml"),
    `known:\n  - { requirement: LOGIN-0*, reason: ${JSON.stringify(words)} }\n`,
  );
  await mkdir(join(place.folder, "module"));
  return place;
}

describe("words of a report and of a policy stay within their lines", () => {
  test.each([
    ["gate", ["gate", "report/report.json", "--policy", "policy.yaml", "--explain"]],
    ["gate of a file with an odd name", ["gate", words, "--policy", "policy.yaml"]],
    ["report", ["report", "report", "--known", "known.yaml", "--against", "earlier", "--out", "out", "--history", "h"]],
    ["verify", ["verify", words, "--module", "module", "--key", words]],
    ["an unknown policy", ["gate", "report/report.json", "--policy", words]],
    ["an unknown command", [words]],
  ])("%s", async (_, args) => {
    await using place = await hostile();

    const { status, stdout, stderr } = await place.conform(args);

    expect(status, stderr).not.toBe(4);
    expect(stdout + stderr).toContain("::error::a");
    expect(`${stdout}\n${stderr}`).not.toMatch(fooled);
  });
});

describe("a name that comes with the harness means what comes with it", () => {
  test.each([
    ["core", ["gate", "report/report.json", "--policy", "core"]],
    ["verified", ["gate", "report/report.json", "--policy", "verified"]],
    ["quick", ["matrix", "quick", "--only", "NONE-1"]],
    ["offline", ["matrix", "offline", "--only", "NONE-1"]],
  ])("%s, whatever file has its name", async (name, args) => {
    await using place = await hostile();
    await writeFile(join(place.folder, name), "neither: a policy nor a matrix\n");

    const ended = await place.conform(args);

    expect(ended.stdout + ended.stderr).not.toContain("neither");
    if (args[0] === "gate") expect(ended.stdout).toContain(`Refused by the policy ${name} (${name}).`);
    else expect(ended.stderr).toContain("There is no requirement or scenario NONE-1.");
  });

  test.each([
    ["policy", ["gate", "report/report.json", "--policy", "mine"], "core, hardened, verified"],
    ["policy", ["gate", "report/report.json", "--policy", "Core"], "core, hardened, verified"],
    ["matrix", ["matrix", "mine"], "quick, nightly, offline"],
  ])("and a word that is no name and no path is refused: %s of %j", async (kind, args, names) => {
    await using place = await hostile();
    await writeFile(join(place.folder, "mine"), policy("x"));

    const { status, stderr } = await place.conform(args);

    expect(status).toBe(2);
    expect(stderr).toContain(`There is no ${kind} ${args.at(-1)}.\nChoose among: ${names}; or name a file by a path`);
  });

  test("and a path with a slash is the file there", async () => {
    await using place = await hostile();
    await writeFile(join(place.folder, "core"), policy("x"));

    const { stdout } = await place.conform(["gate", "report/report.json", "--policy", "./core"]);

    expect(stdout).toContain("(./core).");
  });
});
