import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { matrixJsonSchema, matrixSchema } from "../../harness/matrix/index.ts";
import { agentKinds } from "../../harness/model/index.ts";
import { matrixText, parsed } from "./sample.ts";

const bao = "  server: [openbao@2.7.2]";
const declared = "unsupported:\n  - { requirements: [NS-01], cells: [{ server: vault }], reason: Enterprise only }\n";

function refusalOf(text: string): unknown {
  try {
    return parsed(text);
  } catch (error) {
    return error;
  }
}

describe("a matrix", () => {
  test("has the digest of its file", () => {
    expect(parsed(matrixText(bao, declared))).toMatchObject({
      matrix: { name: "sample", axes: { server: ["openbao@2.7.2"] } },
      where: "m.yaml",
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
  });

  test.each<readonly [string, string, string]>([
    ["matrix.empty", "", "The matrix m.yaml is empty"],
    ["matrix.not-yaml", `${matrixText(bao)}name: again\n`, "line 5, column 1: Map keys must be unique"],
    [
      "matrix.malformed",
      matrixText(bao, "profile: [core]\n"),
      'line 5, column 1: profile: there is no field "profile" here, did you mean profiles?',
    ],
    ["matrix.malformed", matrixText("  servers: [openbao]"), "line 4, column 3: axes.servers: there is no field"],
    ["matrix.malformed", matrixText(`${bao}\n  agnet: [debian]`), "did you mean agent?"],
    [
      "matrix.malformed",
      matrixText(bao, "include:\n  - { server: vault, clli: vault }\n"),
      'line 6, column 22: include.0.clli: there is no field "clli" here, did you mean cli?',
    ],
    [
      "matrix.malformed",
      matrixText("  cli: [openbao]"),
      "line 3, column 1: axes.server: must be a word such as openbao, or a list of words",
    ],
    ["matrix.malformed", matrixText("  server: []"), "line 4, column 3: axes.server: must not be empty"],
    ["matrix.malformed", matrixText("  server:"), "line 4, column 3: axes.server: must be a word"],
    ["matrix.malformed", matrixText("  server: [2.7]"), "axes.server: must be a word"],
    [
      "matrix.malformed",
      matrixText("  server: [openboa@2.7.2]"),
      'line 4, column 12: axes.server.0: there is no server "openboa", did you mean openbao?',
    ],
    [
      "matrix.malformed",
      matrixText("  server: consul"),
      'line 4, column 3: axes.server: there is no server "consul", write openbao or vault',
    ],
    [
      "matrix.malformed",
      matrixText(`${bao}\n  agent: [debain]`),
      'there is no workspace "debain", did you mean debian?',
    ],
    [
      "matrix.malformed",
      matrixText(`${bao}\n  runtime: podman`),
      'there is no runtime "podman", write auto, docker or process',
    ],
    ["matrix.malformed", matrixText(`${bao}\n  agent: debian@12`), "debian takes no version"],
    ["matrix.malformed", matrixText(`${bao}\n  terraform: [opentofu]`), 'there is no Terraform "opentofu"'],
    ["matrix.malformed", matrixText(`${bao}\n  provider: hashicorp/time`), 'there is no provider "hashicorp/time"'],
    ["matrix.malformed", matrixText("  server: vault@new"), '"new" is not a version'],
    ["matrix.malformed", matrixText("  server: vault@latst"), '"latst" is not a version, did you mean latest?'],
    ["matrix.malformed", matrixText("  server: vault@v1.13.1"), '"v1.13.1" is not a version'],
    ["matrix.malformed", matrixText("  server: vault@"), '"" is not a version'],
    ["matrix.malformed", matrixText("  server: vault@>3 <2"), 'no version matches ">3 <2"'],
    ["matrix.malformed", matrixText("  server: openbao@lts"), "openbao has no long-term support"],
    [
      "matrix.malformed",
      matrixText("  server: [vault, openbao, vault]"),
      "line 4, column 28: axes.server.2: vault occurs twice",
    ],
    ["matrix.malformed", matrixText(bao, "exclude: [{}]\n"), "line 5, column 11: exclude.0: must not be empty"],
    [
      "matrix.malformed",
      matrixText(bao, declared.replace("vault", "vault@lts")),
      "unsupported.0.cells.0.server: matches no version",
    ],
    ["matrix.malformed", matrixText(bao, declared.replace(", reason: Enterprise only", "")), "unsupported.0.reason"],
    [
      "matrix.inconsistent",
      matrixText(bao, "profiles: [core, hardend]\n"),
      "line 5, column 18: profiles.1: there is no profile hardend, did you mean hardened?",
    ],
    [
      "matrix.inconsistent",
      matrixText(bao, declared.replace("NS-01", "NS-99")),
      "line 6, column 22: unsupported.0.requirements.0: there is no requirement NS-99",
    ],
  ])("%s: %j is refused with what and where", (code, text, problem) => {
    expect(refusalOf(text)).toMatchObject({ code, status: 2, message: expect.stringContaining(problem) });
  });

  test("has the workspaces that there are", () => {
    const one = (agent: string) => parsed(matrixText(`${bao}\n  agent: ${agent}`)).matrix.axes.agent;
    expect(agentKinds.map(one)).toEqual(agentKinds);
  });
});

const validate = new Ajv2020({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  formats: { date: true },
}).compile(JSON.parse(matrixJsonSchema()));

describe("the schema of a matrix", () => {
  test.each<readonly [string, string, boolean]>([
    ["a sound matrix", matrixText(`${bao}\n  cli: server`, declared), true],
    ["an unknown field", matrixText(bao, "profile: [core]\n"), false],
    ["an unknown axis", matrixText(`${bao}\n  agnet: [debian]`), false],
    ["an axis without values", matrixText("  server: []"), false],
    ["a value twice", matrixText("  server: [vault, vault]"), false],
    ["another server", matrixText("  server: consul"), false],
    ["another workspace", matrixText(`${bao}\n  agent: [fedora]`), false],
    ["an exclude of everything", matrixText(bao, "exclude: [{}]\n"), false],
  ])("says of %s what the reader says", (_, text, is) => {
    const matrix: unknown = parse(text);

    expect([validate(matrix), matrixSchema.safeParse(matrix).success]).toEqual([is, is]);
  });
});
