/** The workflow of a module's repository on GitHub; the options come from the config file. */
export function workflowText(module: string, version: string): string {
  return `# Checks ${module === "." ? "the module" : module} against a real Vault or OpenBao.
name: conformance
on: [pull_request]
permissions:
  contents: read
jobs:
  conformance:
    runs-on: ubuntu-24.04
    timeout-minutes: 45
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: Install
        run: npm install --no-save --no-audit --no-fund --prefix "$RUNNER_TEMP/harness" vault-jwt-conformance@${version}
      - name: Run the scenarios
        run: '"$RUNNER_TEMP/harness/node_modules/.bin/vault-jwt-conformance" run --out "$RUNNER_TEMP/conformance-report"'
      - name: Show the report
        if: always()
        run: cat "$RUNNER_TEMP/conformance-report/report.md" >>"$GITHUB_STEP_SUMMARY"
      - uses: actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0
        if: always()
        with:
          name: conformance-report
          path: \${{ runner.temp }}/conformance-report
`;
}

/** The pipeline of a module's repository on GitLab; the options come from the config file. */
export function gitlabText(version: string): string {
  return `conformance:
  image: node:24-bookworm
  # Workspaces are isolated by namespaces: the runner must let the job's user make them.
  tags: [user-namespaces]
  timeout: 1h
  before_script:
    - apt-get update -qq
    - apt-get install -y -qq --no-install-recommends bubblewrap busybox golang iproute2 openssl unzip zsh
    - npm install --no-save --no-audit --no-fund --prefix "$CI_BUILDS_DIR/harness" vault-jwt-conformance@${version}
  script:
    - '"$CI_BUILDS_DIR/harness/node_modules/.bin/vault-jwt-conformance" run --runtime process --out "$CI_BUILDS_DIR/conformance-report"'
  after_script:
    - cp -r "$CI_BUILDS_DIR/conformance-report" .
  artifacts:
    when: always
    paths: [conformance-report/]
    reports:
      junit: conformance-report/junit.xml
      codequality: conformance-report/code-quality.json
`;
}

const schema = (name: string) =>
  `# yaml-language-server: $schema=./node_modules/vault-jwt-conformance/docs/${name}.schema.json\n`;

/** The options that are always the same. */
export function configText(module: string): string {
  return `${schema("config")}schemaVersion: 1
module: ${JSON.stringify(module)}
known: known-failures.yaml
`;
}

/** A list of known failures that has none yet. */
export function knownText(): string {
  return `${schema("known")}# What is expected to fail, each with a reason: { requirement: LOGIN-06, reason: "…", expires: 2027-01-31 }
known: []
`;
}

/** The test that Coder's registry runs for each of its modules. */
export function mainTestText(inputs: readonly string[]): string {
  const given = inputs.map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(exampleOf(name))},\n`).join("");
  return `// What the module does is checked against real servers by vault-jwt-conformance; this checks that it can be applied.
import { describe } from "bun:test";
import { runTerraformInit, testRequiredVariables } from "~test";

describe("vault-jwt", async () => {
  await runTerraformInit(import.meta.dir);

  testRequiredVariables(import.meta.dir, {
${given}  });
});
`;
}

/** The test that \`terraform test\` runs. */
export function terraformTestText(inputs: readonly string[]): string {
  const width = Math.max(0, ...inputs.map((name) => name.length));
  const given = inputs.map((name) => `    ${name.padEnd(width)} = ${JSON.stringify(exampleOf(name))}\n`).join("");
  return `# What the module does is checked against real servers by vault-jwt-conformance; this checks that it can be planned.
run "required_variables" {
  command = plan

  variables {
${given}  }
}
`;
}

function exampleOf(name: string): string {
  return name === "vault_addr" ? "https://vault.example.com" : "example";
}
