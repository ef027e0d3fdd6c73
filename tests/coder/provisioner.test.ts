import { chmod, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { type Build, ownerOfPrebuilds } from "../../harness/coder/index.ts";
import { provisionerEnvironment } from "../../harness/coder/terraform/provisioner-environment.ts";
import { terraform } from "../../harness/coder/terraform/terraform.ts";
import { handOver } from "../../harness/runtime/confinement/index.ts";
import { ada, outputsIn, plannedIn, type Root, sparrow, started, test } from "./roots.ts";

const nobody = { ...ada, id: "", name: "", fullName: "", email: "", groups: [], oidcAccessToken: "" };
const noWorkspace = { id: "", name: "", accessUrl: "", template: { id: "", name: "", version: "" } };
const seenIn = (build: Build | undefined) => outputsIn(build?.output ?? "").seen;

describe("a workspace's life, as builds on one state", () => {
  let root: Root;
  const builds = new Map<string, Build>();
  test.beforeAll(async ({ root: open }) => {
    root = await open("life");
    const build = async (name: string, change: object) => {
      builds.set(name, await root.provisioner.build({ ...started, ...change }));
    };
    await build("before", { transition: "destroy" });
    await build("start", { parameters: { region: "there" } });
    await build("stop", { transition: "stop" });
    await build("renamed", { workspace: { ...sparrow, name: "swallow" }, parameters: { region: "elsewhere" } });
    await build("destroy", { transition: "destroy" });
  });

  test("3.1 the template sees its workspace, owner and access URL", () => {
    expect(seenIn(builds.get("start"))).toMatchObject({
      id: sparrow.id,
      name: "sparrow",
      access_url: sparrow.accessUrl,
      template: "linux",
      owner: "ada",
      full_name: "Ada Lovelace",
      email: "ada@example.com",
      login_type: "oidc",
    });
  });

  test("3.2 it starts and stops; what is deleted is destroyed", async () => {
    expect(seenIn(builds.get("start"))).toMatchObject({ transition: "start", start_count: 1 });
    expect(seenIn(builds.get("stop"))).toMatchObject({ transition: "stop", start_count: 0 });
    const transitions = (await root.commands()).map(({ coder }) => coder.CODER_WORKSPACE_TRANSITION);
    expect(transitions.filter((one) => one !== undefined)).toEqual(
      ["start", "stop", "start", "destroy"].flatMap((one) => [one, one]),
    );
  });

  test("3.4 an agent has what starts it, and nothing is said of prebuilds", async () => {
    expect(seenIn(builds.get("start"))).toMatchObject({ init_script: expect.stringContaining("coder agent") });
    const names = (await root.commands()).flatMap(({ coder }) => Object.keys(coder));
    expect(names.filter((name) => name.includes("PREBUILD"))).toEqual([]);
  });

  test("3.5 parameters are there at the plan alone, by the digest of their names, with their values before", async () => {
    expect(["start", "renamed"].map((name) => seenIn(builds.get(name)))).toMatchObject([
      { region: "there" },
      { region: "elsewhere" },
    ]);
    const digest = "c697d2981bf416569a16cfbcdec1542b5398f3cc77d2b905819aa99c46ecf6f6";
    const given = (await root.commands()).map(({ argv, coder }) => [
      argv[0],
      coder[`CODER_PARAMETER_${digest}`],
      coder[`CODER_PARAMETER_PREVIOUS_${digest}`],
    ]);
    const plans = ["there", "there", "elsewhere", "elsewhere"];
    const before = [undefined, "there", "there", "elsewhere"];
    expect(given).toEqual(
      plans.flatMap((value, at) => [
        ["plan", value, before[at]],
        ["apply", undefined, undefined],
        ["show", undefined, undefined],
      ]),
    );
  });

  test("3.6 3.7 Terraform is called as Coder calls it, in the state's folder, and show without anything of Coder's", async () => {
    const plan = `-out=${root.folder}/terraform.tfplan`;
    const build = (...more: readonly string[]) => [
      ["plan", "-no-color", "-input=false", "-json", "-refresh=true", plan, ...more].join(" "),
      `apply -no-color -auto-approve -input=false -json ${root.folder}/terraform.tfplan`,
      "show -json",
    ];
    const commands = await root.commands();

    expect(commands.map(({ argv }) => argv.join(" "))).toEqual([build(), build(), build(), build("-destroy")].flat());
    expect(new Set(commands.map(({ folder }) => folder))).toEqual(new Set([root.folder]));
    expect(await readdir(root.folder)).toContain("terraform.tfstate");
    for (const { argv, coder } of commands) expect(Object.keys(coder).length === 0).toBe(argv[0] === "show");
  });

  test("3.8 a workspace that has no state is deleted without Terraform", async () => {
    expect(builds.get("before")).toMatchObject({ outcome: "succeeded", resources: [], manifests: [] });
    expect((await root.commands())[0]?.argv).not.toContain("-destroy");
  });

  test("3.9 a stop takes away what is counted by start_count, and a deletion everything", () => {
    expect(plannedIn(builds.get("stop")?.output ?? "").toSorted()).toEqual([
      "delete module.counted[0].coder_env.counted",
      "delete terraform_data.compute[0]",
    ]);
    expect(builds.get("stop")).toMatchObject({ resources: [], manifest: undefined });
    expect(plannedIn(builds.get("destroy")?.output ?? "")).toContain("delete coder_agent.main");
    expect(builds.get("destroy")).toMatchObject({ outcome: "succeeded", manifest: undefined });
  });

  test("4.5 4.6 the owner's token is in every build, and a session's in those that start", async () => {
    expect(["start", "stop"].map((name) => seenIn(builds.get(name)))).toMatchObject([
      { oidc: "a token", session: true },
      { oidc: "a token", session: false },
    ]);
    const sessions = (await root.commands()).map(({ coder }) => coder.CODER_WORKSPACE_OWNER_SESSION_TOKEN);
    expect(new Set(sessions.filter((token) => token)).size).toBe(2);
  });

  test("4.1 4.7 groups come in the order that is given, with Everyone; keys are empty", () => {
    expect(seenIn(builds.get("start"))).toMatchObject({ groups: ada.groups, ssh_keys: "" });
  });
});

test("3.1 every variable is set, possibly empty", ({ tool: _ }) => {
  const names = [
    "TRANSITION",
    "NAME",
    "ID",
    "OWNER",
    "OWNER_EMAIL",
    "OWNER_NAME",
    "OWNER_ID",
    "TEMPLATE_ID",
    "BUILD_ID",
  ];
  const more = [
    "OIDC_ACCESS_TOKEN",
    "GROUPS",
    "SSH_PUBLIC_KEY",
    "SSH_PRIVATE_KEY",
    "LOGIN_TYPE",
    "RBAC_ROLES",
    "SESSION_TOKEN",
  ];
  const expected = [
    ...["CODER_AGENT_URL", "CODER_TASK_ID", "CODER_TASK_PROMPT", "CODER_WORKSPACE_TEMPLATE_NAME"],
    ...["CODER_WORKSPACE_TEMPLATE_VERSION"],
    ...names.map((name) => `CODER_WORKSPACE_${name}`),
    ...more.map((name) => `CODER_WORKSPACE_OWNER_${name}`),
  ];
  const environment = provisionerEnvironment(noWorkspace, nobody, "stop");

  expect(
    Object.keys(environment)
      .filter((name) => !name.startsWith("CODER_AGENT_SCRIPT_"))
      .toSorted(),
  ).toEqual(expected.toSorted());
});

test("3.3 groups are compact JSON as Go writes it, and null where there are none", ({ tool: _ }) => {
  const groupsOf = (groups: readonly string[]) =>
    provisionerEnvironment(sparrow, { ...ada, groups }, "start").CODER_WORKSPACE_OWNER_GROUPS;

  expect(groupsOf(["a <b> & c", "Everyone"])).toBe('["a \\u003cb\\u003e \\u0026 c","Everyone"]');
  expect(groupsOf([])).toBe("null");
});

test("3.4 4.8 a prebuild and the claim of one are said, and a prebuild's owner has no token", ({ tool: _ }) => {
  const ahead = provisionerEnvironment(sparrow, ownerOfPrebuilds, "start", "unclaimed");
  const claim = provisionerEnvironment(sparrow, ada, "start", "claim");

  expect(ahead).toMatchObject({
    CODER_WORKSPACE_IS_PREBUILD: "true",
    CODER_WORKSPACE_OWNER: "prebuilds",
    CODER_WORKSPACE_OWNER_OIDC_ACCESS_TOKEN: "",
  });
  expect(ahead).not.toHaveProperty("CODER_WORKSPACE_IS_PREBUILD_CLAIM");
  expect(claim).toMatchObject({ CODER_WORKSPACE_IS_PREBUILD_CLAIM: "true", CODER_WORKSPACE_OWNER: ada.name });
  expect(claim).not.toHaveProperty("CODER_WORKSPACE_IS_PREBUILD");
});

test("3.8 a build that fails keeps what it has made, and the next goes on from there", async ({ root }) => {
  const { provisioner, folder } = await root("refused-at-apply");
  expect(await provisioner.build(started)).toMatchObject({ outcome: "refused", during: "apply" });

  await writeFile(join(folder, "main.tf"), 'resource "terraform_data" "left" {}\n');
  const next = await provisioner.build(started);

  expect(next).toMatchObject({ outcome: "succeeded" });
  expect(plannedIn(next.output)).toContain("delete coder_agent.main");
});

test("a build that puts pipes where Terraform reads is refused, and Terraform does not wait for them", async ({
  root,
}) => {
  const { provisioner, folder } = await root("life");
  const command = "rm -f terraform.tfstate; mkfifo terraform.tfstate later.tf.json";
  const pipes = `resource "terraform_data" "pipes" {\n  provisioner "local-exec" {\n    command = "${command}"\n  }\n}\n`;
  await writeFile(join(folder, "pipes.tf"), pipes);

  expect(await provisioner.build(started)).toMatchObject({
    outcome: "refused",
    during: "apply",
    diagnostics: expect.stringMatching(/^The build left \S+, which is not a file, where Terraform reads its files\.$/),
  });
});

test("3.8 a Terraform that takes too long is interrupted before it is killed", async ({ tool }) => {
  const folder = await mkdtemp(join(tool.temporary, "slow-"));
  const executable = join(folder, "slow");
  await writeFile(
    executable,
    "#!/bin/bash\ntrap 'echo interrupted; kill $!; exit 1' INT\nsleep infinity > /dev/null 2>&1 & wait\n",
  );
  await chmod(executable, 0o755);
  await handOver(tool.confinement, folder);

  const answer = await terraform({ ...tool, executable }, folder, ["plan"], { limit: 300 });

  expect(answer).toMatchObject({
    exitCode: 1,
    output: "interrupted\n",
    excess: "`terraform plan` did not end within 0.3 s",
  });
});

test("a Terraform that writes without an end is ended, and its output is cut", async ({ tool }) => {
  const folder = await mkdtemp(join(tool.temporary, "endless-"));
  const executable = join(folder, "endless");
  await writeFile(executable, '#!/bin/bash\nexec yes "$(printf %8000s)"\n');
  await chmod(executable, 0o755);
  await handOver(tool.confinement, folder);

  const { excess, exitCode, output } = await terraform({ ...tool, executable }, folder, ["apply"]);

  expect(excess).toBe("`terraform apply` wrote more than 64 MiB");
  expect(exitCode).not.toBe(0);
  expect(output.length).toBeLessThanOrEqual(64 * 1024 * 1024);
});

test("3.10 4.2 the plan of a template's import, of nobody's workspace, is one", async ({ root }) => {
  const { provisioner } = await root("life");
  const build = await provisioner.build({ ...started, owner: nobody, workspace: noWorkspace });

  expect(build).toMatchObject({ outcome: "succeeded" });
  expect(seenIn(build)).toMatchObject({ name: "default", owner: "default", groups: [], oidc: "", start_count: 1 });
});
