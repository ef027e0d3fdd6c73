import { describe, expect } from "vitest";
import { plannedIn, sparrow, started, test } from "./roots.ts";

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

describe("what the provider says without anything of Coder's", () => {
  test("1.1 1.2 1.3 1.4 1.5 a workspace that starts, with a name and an id of its own and no template", async ({
    root,
  }) => {
    const data = await root("data");
    const [first, second] = [await data.apply(), await data.apply()].map(({ outputs }) => outputs.workspace);

    expect(first).toMatchObject({
      transition: "start",
      start_count: 1,
      name: "default",
      id: uuid,
      template_id: "",
      template_name: "",
      template_version: "",
      access_url: "https://mydeployment.coder.com",
      access_port: 443,
      is_prebuild: false,
      prebuild_count: 0,
      is_prebuild_claim: false,
    });
    expect(second).not.toMatchObject({ id: Object(first).id });
  });

  test("1.6 1.7 1.8 1.10 an owner by default, in no group, and the provisioner's own machine", async ({ root }) => {
    const { outputs } = await (await root("data")).apply();

    expect(outputs).toMatchObject({
      owner: {
        id: uuid,
        name: "default",
        full_name: "default",
        email: "default@example.com",
        ssh_public_key: "",
        ssh_private_key: "",
        session_token: "",
        oidc_access_token: "",
        groups: [],
        login_type: null,
        rbac_roles: [],
      },
      provisioner: { os: "linux", arch: process.arch === "x64" ? "amd64" : process.arch },
    });
  });
});

describe("what the provider makes of what Coder says", () => {
  test("1.1 1.4 1.5 1.6 1.7 every transition counts but start, ports are the URL's, a claim wins, a blank name is a default", async ({
    root,
  }) => {
    const { outputs } = await (await root("data")).apply({
      CODER_WORKSPACE_TRANSITION: "Start",
      CODER_AGENT_URL: "http://coder.example.com:81",
      CODER_WORKSPACE_IS_PREBUILD: "TRUE",
      CODER_WORKSPACE_IS_PREBUILD_CLAIM: "true",
      CODER_WORKSPACE_OWNER_NAME: "",
      CODER_WORKSPACE_OWNER_GROUPS: "null",
    });

    expect(outputs).toMatchObject({
      workspace: {
        transition: "Start",
        start_count: 0,
        access_url: "http://coder.example.com:81",
        access_port: 81,
        is_prebuild: false,
        prebuild_count: 0,
        is_prebuild_claim: true,
      },
      owner: { full_name: "default", groups: [] },
    });
  });

  test("1.3 1.7 1.8 a build needs its template, and empty lists are errors", async ({ root }) => {
    const { exitCode, errors } = await (await root("data")).apply({
      CODER_WORKSPACE_BUILD_ID: "a build",
      CODER_WORKSPACE_OWNER_GROUPS: "",
    });

    expect(exitCode).toBe(1);
    expect(errors).toMatch(/template/i);
    expect(errors).toMatch(/invalid user groups/i);
    const roles = await (await root("data")).apply({ CODER_WORKSPACE_OWNER_RBAC_ROLES: "" });
    expect(roles.errors).toMatch(/invalid user rbac roles/i);
  });

  test("1.9 what is sensitive is refused by for_each, and by count is not", async ({ root }) => {
    const { errors } = await (await root("for-each")).apply({ CODER_WORKSPACE_OWNER_SESSION_TOKEN: "a token" });

    expect(errors).toMatch(/^Invalid for_each argument: Sensitive values/);
    expect(errors).not.toMatch(/count/);
  });
});

describe("what the provider refuses", () => {
  test("2.1 2.2 2.3 2.5 names, times and schedules at the plan; how to merge variables is not in this version", async ({
    root,
  }) => {
    const refused = await (await root("refused-at-plan")).provisioner.build(started);

    expect(refused).toMatchObject({ outcome: "refused", during: "plan" });
    const diagnostics = "diagnostics" in refused ? refused.diagnostics : "";
    expect(diagnostics).toMatch(/must be a valid environment variable name/);
    expect(diagnostics).toMatch(/timeout/);
    expect(diagnostics).toMatch(/some day|cron/);
    expect(diagnostics).toMatch(/"merge_strategy" is not expected here/);
  });

  test("2.4 scripts that would never run, and such as block logins without running then, at the apply alone", async ({
    root,
  }) => {
    const { provisioner, commands } = await root("refused-at-apply");
    const refused = await provisioner.build(started);

    expect(refused).toMatchObject({
      outcome: "refused",
      during: "apply",
      diagnostics: expect.stringMatching(/at least one of(.|\n)*run_on_start|run_on_start(.|\n)*start_blocks_login/),
    });
    expect((await commands()).map(({ argv }) => argv[0])).toEqual(["plan", "apply"]);
  });
});

test("2.6 2.7 a changed text replaces its resource, and an agent's token is new at each build", async ({ root }) => {
  const { provisioner } = await root("life");
  const first = await provisioner.build(started);
  const renamed = await provisioner.build({ ...started, workspace: { ...sparrow, name: "swallow" } });

  expect(plannedIn(renamed.output)).toEqual(["replace coder_script.always"]);
  const [before, after] = [first, renamed].map((build) => ("manifest" in build ? build.manifest : undefined));
  expect(after).toMatchObject({ agentId: before?.agentId, scripts: [{ text: "echo swallow" }] });
  expect(after?.agentToken).not.toBe(before?.agentToken);
});
