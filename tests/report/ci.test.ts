import { expect, test } from "vitest";
import { renderAnnotations, renderCodeQuality, renderSarif } from "../../harness/render/index.ts";
import { failing, refusal, sampleInput, sampleReport, sampleResult } from "./sample.ts";

const catalogue = [
  ...sampleInput([]).catalogue,
  { id: "SEC-02", title: "No token stays", profile: "core", means: "A token leaks." },
];
const leak = { ...failing, requirement: "SEC-02", scenario: "no-token" };
const inModule = "Error: Invalid value\n\n  on ../modules/0/sub/main.tf line 12, in resource";
const subject = { ...sampleInput([]).subject, source: "modules/vault-jwt" };

test("GitHub is told what fails, once for each cause, with file and line where Terraform knows them", () => {
  const results = [
    { ...failing, failure: { ...refusal, observed: inModule } },
    { ...failing, token: "oidc" as const, failure: { ...refusal, observed: inModule } },
    { ...leak, failure: { ...refusal, observed: "100%\n::error::x" } },
    sampleResult({}),
  ];

  expect(renderAnnotations(sampleReport(results, { catalogue, subject }))).toEqual([
    expect.stringMatching(
      /^::error file=modules\/vault-jwt\/sub\/main\.tf,line=12,title=LOGIN-06%3A A refused login fails the start::refused-login, oidc and custom token: .*%0A/,
    ),
    expect.stringMatching(/^::error title=SEC-02%3A No token stays::.*100%25%0A.*error::x$/),
  ]);
});

test("a diagnosis names a line of the template, and a folder outside of the checkout is never named", () => {
  const failure = {
    ...refusal,
    diagnosis: "Without `coder_agent.main.env.VAULT_TOKEN` (main.tf:17) this scenario passes.",
  };
  const of = (source: string) =>
    sampleReport([{ ...failing, failure }], { template: { source, parameters: {}, variables: [] } });

  expect(renderAnnotations(of("templates/k8s"))[0]).toContain("file=templates/k8s/main.tf,line=17,");
  expect(renderAnnotations(of("../k8s"))[0]).not.toContain("file=");
});

test("GitLab's code quality has every cause that is not known, with a path", () => {
  const known = [{ requirement: "SEC-02", reason: "It is being fixed." }];
  const report = sampleReport([failing, leak], { catalogue, subject, known });

  expect(JSON.parse(renderCodeQuality(report))).toEqual([
    {
      description: expect.stringContaining("LOGIN-06: A refused login fails the start. refused-login"),
      check_name: "LOGIN-06",
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      severity: "major",
      location: { path: "modules/vault-jwt/main.tf", lines: { begin: 1 } },
    },
  ]);
});

test("SARIF has the requirements on security, and what fails of them", () => {
  const { version, runs } = JSON.parse(renderSarif(sampleReport([failing, leak], { catalogue, subject })));

  expect(version).toBe("2.1.0");
  expect(runs).toMatchObject([
    {
      tool: { driver: { rules: [{ id: "SEC-02", fullDescription: { text: "A token leaks." } }] } },
      results: [{ ruleId: "SEC-02", level: "error" }],
    },
  ]);
  expect(runs[0].results).toHaveLength(1);
});
