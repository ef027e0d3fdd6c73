import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type CatalogueItem, parsePolicy, policyJsonSchema, policySchema } from "../../harness/gate/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { catalogue } from "../../tools/tampered/sample.ts";

const sound = `schemaVersion: 1
name: sample
maxAge: 7d
cells:
  bao: { server: openbao }
require:
  - profiles: [core]
`;
const waiver = "waivers:\n  - { requirements: [LOGIN-06], reason: known, owner: sam, expires: 2026-03-10 }\n";

function refusalOf(text: string): unknown {
  try {
    return parsePolicy(Buffer.from(text), "p.yaml", catalogue);
  } catch (error) {
    return error;
  }
}

const validate = new Ajv2020({ strict: true, strictRequired: false, formats: { date: true } }).compile(
  JSON.parse(policyJsonSchema()),
);

describe("a policy", () => {
  test("has the digest of its file", () => {
    expect(parsePolicy(Buffer.from(sound), "p.yaml", catalogue)).toMatchObject({
      policy: { name: "sample", cells: { bao: { server: "openbao" } } },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test.each<readonly [string, string, string]>([
    ["policy.empty", "", "is empty"],
    ["policy.empty", "# nothing but a comment\n", "is empty"],
    ["policy.not-yaml", `${sound}name: again\n`, "line 8, column 1: Map keys must be unique"],
    ["policy.not-yaml", `${sound}---\n${sound}`, "multiple documents"],
    ["policy.not-yaml", sound.replace("sample", "!!js/function sample"), "line 2, column 7"],
    ["policy.not-yaml", "{".repeat(100_000), "line 1"],
    ["policy.malformed", "- 1", "line 1, column 1"],
    ["policy.malformed", sound.replace("maxAge: 7d\n", ""), "line 1, column 1: maxAge: "],
    ["policy.malformed", sound.replace("7d", "a week"), "line 3, column 1: maxAge: must be a number with m, h, d or w"],
    ["policy.malformed", sound.replace("schemaVersion: 1", "schemaVersion: 2"), "line 1, column 1: schemaVersion"],
    ["policy.malformed", `${sound}wavers: []\n`, 'line 8, column 1: wavers: there is no field "wavers" here'],
    [
      "policy.malformed",
      sound.replace("{ server: openbao }", "{ server: openbao@>3 <2 }"),
      "line 5, column 10: cells.bao.server: matches no version",
    ],
    [
      "policy.malformed",
      sound.replace("server: openbao", "server: consul"),
      "cells.bao.server: must be openbao or vault",
    ],
    [
      "policy.malformed",
      sound.replace("{ server: openbao }", "&x { agent: debian }\n  other: *x"),
      "line 6, column 10: aliases are not supported",
    ],
    [
      "policy.malformed",
      sound.replace("  bao:", "  __proto__: {}\n  bao:"),
      "line 5, column 3: no field has this name",
    ],
    ["policy.malformed", sound.replace("  bao: { server: openbao }", "  {}"), "cells: must name at least one cell"],
    [
      "policy.malformed",
      sound.replace("  - profiles: [core]", "  - tokens: [oidc]"),
      "line 7, column 5: require.0: needs profiles or requirements",
    ],
    ["policy.malformed", sound + waiver.replace("2026-03-10", "2026-02-30"), "waivers.0.expires: "],
    ["policy.malformed", sound + waiver.replace("owner: sam, ", ""), "waivers.0.owner: "],
    ["policy.malformed", sound + waiver.replace("reason: known", "reason: ' '"), "waivers.0.reason: "],
    [
      "policy.inconsistent",
      sound.replace("[core]", "[cores]"),
      "line 7, column 16: require.0.profiles.0: there is no profile cores among core, namespaces",
    ],
    [
      "policy.inconsistent",
      sound.replace("profiles: [core]", "requirements: [LOGIN-99]"),
      "line 7, column 20: require.0.requirements.0: there is no requirement LOGIN-99",
    ],
    [
      "policy.inconsistent",
      sound.replace("[core]", "[core]\n    cells: [boa]"),
      "line 8, column 13: require.0.cells.0: there is no cell boa among bao",
    ],
    ["policy.inconsistent", sound.replace("[core]", "[core]\n    tokens: [none]"), "this requires nothing"],
    [
      "policy.inconsistent",
      sound + waiver.replace("reason", "cells: [boa], reason"),
      "line 9, column 41: waivers.0.cells.0: there is no cell boa among bao",
    ],
    [
      "policy.malformed",
      sound + waiver.replace("reason", "cells: [{ servre: vault }], reason"),
      'there is no field "servre" here, did you mean server?',
    ],
    [
      "policy.inconsistent",
      sound + waiver.replace("LOGIN-06", '"*"').replace("reason", "cell: bao, reason"),
      "everything that is required is waived",
    ],
    [
      "policy.inconsistent",
      sound + waiver.replace("reason", "scenario: neither, reason"),
      "waivers.0: this excuses what no rule requires",
    ],
    [
      "policy.inconsistent",
      sound + waiver.replace("LOGIN-06", "NS-01"),
      "line 9, column 5: waivers.0: this excuses what no rule requires",
    ],
    [
      "policy.inconsistent",
      sound + waiver.replace("LOGIN-06", '"*"'),
      "line 8, column 1: waivers: everything that is required is waived",
    ],
  ])("%s: %j is refused with what and where", (code, text, problem) => {
    expect(refusalOf(text)).toMatchObject({ code, status: 2, message: expect.stringContaining(problem) });
  });
});

describe("the schema of a policy", () => {
  test.each<readonly [string, string, boolean]>([
    ["a sound policy", sound + waiver, true],
    ["a pattern of cells", sound + waiver.replace("reason", "cells: [bao, { server: openbao@2.7.2 }], reason"), true],
    ["no requirement", sound + waiver.replace("requirements: [LOGIN-06], ", ""), false],
    ["an unknown field", `${sound}wavers: []\n`, false],
    ["a rule about nothing", sound.replace("profiles: [core]", "tokens: [oidc]"), false],
    ["no cell", sound.replace("  bao: { server: openbao }", "  {}"), false],
    ["another server", sound.replace("server: openbao", "server: consul"), false],
    ["a waiver without an owner", sound + waiver.replace("owner: sam, ", ""), false],
  ])("says of %s what the gate says", (_, text, is) => {
    const policy: unknown = parse(text);

    expect([validate(policy), policySchema.safeParse(policy).success]).toEqual([is, is]);
  });
});

test.each(["core", "hardened", "verified"])("the policy %s that comes with the harness is sound", async (name) => {
  const bytes = await readFile(join(packageFolder, "policies", `${name}.yaml`));
  const all = requirements.map((one): CatalogueItem => ({ ...one, scenarios: [one.id.toLowerCase()] }));

  const { policy } = parsePolicy(bytes, name, all);

  expect([policy.name, validate(parse(bytes.toString()))]).toEqual([name, true]);
});
