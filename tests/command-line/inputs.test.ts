import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

/** The script logs in only where each value came as it was typed. */
const required = `variable "vault_github_auth_id" {
  type = string
}

variable "regions" {
  type = list(string)
}

variable "labels" {
  type    = map(string)
  default = {}
}

resource "terraform_data" "guard" {
  lifecycle {
    precondition {
      condition     = var.vault_github_auth_id == "[\\"hunter2\\"] $\${x}" && join(",", var.regions) == "eu,us" && var.labels["a"] == "b"
      error_message = "The inputs did not come as they were typed: \${var.vault_github_auth_id}"
    }
  }
}
`;
const secret = '["hunter2"] ${x}';
const inputs = ["--input", `vault_github_auth_id=${secret}`, 'regions=["eu", "us"]', 'labels={ a = "b" }'];
const module = ["--module", "vault-sister"];

async function sister(): Promise<Sandbox> {
  const place = await sandbox();
  await cp(join(packageFolder, "module"), join(place.folder, "vault-sister"), { recursive: true });
  await writeFile(join(place.folder, "vault-sister/inputs.tf"), required);
  return place;
}

test("a module is given what it requires, and its report has the names alone", async () => {
  await using place = await sister();

  const ran = await place.conform([...oneScenario, ...module, ...inputs, "--only", "PATH-01", "--out", "reports"]);

  expect(ran, ran.stdout + ran.stderr).toMatchObject({ status: 0 });
  const report = await readFile(join(place.folder, "reports/report.json"), "utf8");
  expect(JSON.parse(report)).toMatchObject({
    summary: { passed: 2 },
    subject: { inputs: ["vault_github_auth_id", "regions", "labels"] },
    notes: expect.arrayContaining(["Given to the module by --input: vault_github_auth_id, regions, labels."]),
  });
  expect(report).not.toContain("hunter2");
});

test("no report has a value that a module prints, and what failed is repeated with the same inputs", async () => {
  await using place = await sister();
  const other = ["--input", "vault_github_auth_id=another secret", 'regions=["eu", "us"]'];

  const wrong = await place.conform([...oneScenario, ...module, ...other, "--out", "wrong"]);
  const again = ["--again", "wrong/report.json", ...module, "--runtime", "process"];
  const forgotten = await place.conform(again);
  const repeated = await place.conform([...again, ...inputs, "--out", "repeated"]);

  expect(wrong).toMatchObject({ status: 1, stdout: expect.stringContaining("--input vault_github_auth_id=VALUE") });
  for (const text of [wrong.stdout, wrong.stderr, await readFile(join(place.folder, "wrong/report.html"), "utf8")])
    expect(text).not.toContain("another secret");
  expect(forgotten).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/requires inputs .*: vault_github_auth_id, regions\./),
  });
  expect(repeated, repeated.stderr).toMatchObject({ status: 0 });
});

describe("what a module cannot be given is said before anything starts", () => {
  const given = (...words: readonly string[]) => ["--input", "vault_github_auth_id=x", ...words];

  test.each<readonly [string, readonly string[], RegExp]>([
    [
      "nothing where it requires something",
      [],
      /no default and that the harness does not set: vault_github_auth_id, regions\.\n.*--input vault_github_auth_id=VALUE --input regions=VALUE/,
    ],
    ["a name that it does not have", given("region=[]"), /declares no input region\.\nDid you mean regions\?/],
    ["what the harness gives it", given("regions=[]", "vault_addr=x"), /vault_addr, which the harness sets/],
    ["a text for a list", given("regions=eu us"), /regions has the wrong type/],
    ["a map for a list", given("regions={}"), /regions has the wrong type: the module takes a list/],
    ["no pair", ["--input", "regions"], /--input takes NAME=VALUE/],
    ["a name twice", given("vault_github_auth_id=y"), /vault_github_auth_id is given twice/],
    [
      "anything beside a template",
      [...given("regions=[]"), "--template", "t"],
      /--input works only with the harness's own/,
    ],
  ])("%s", async (_, words, problem) => {
    await using place = await sister();

    const refused = await place.conform([...oneScenario, ...module, ...words]);

    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toMatch(problem);
  });

  test("by matrix too", async () => {
    await using place = await sister();

    const refused = await place.conform(["matrix", "offline", "--only", "LOGIN-01", ...module, "--runtime", "process"]);

    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("--input vault_github_auth_id=VALUE") });
  });
});
