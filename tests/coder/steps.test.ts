import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import {
  type Build,
  createProvisioner,
  type Input,
  prepareTemplate,
  type Template,
} from "../../harness/coder/index.ts";
import { subjectDigest } from "../../harness/subject/index.ts";
import { started, test } from "./roots.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
const conforming = await readdir(join(fixtures, "conforming"));
const modules = ["../module", ...conforming.map((name) => `conforming/${name}`)];

const good = {
  agent_id: { expression: "coder_agent.main.id" },
  vault_addr: "https://vault.example.com",
  vault_jwt_role: "coder",
};
const noGroup = "data.coder_workspace_owner.me.groups[9]";
const unknown = { expression: `join("", [terraform_data.workspace.id, "x"])` };
const changes: readonly (readonly [
  what: string,
  inputs: Readonly<Record<string, Input>>,
  transition: "start" | "stop" | "destroy",
])[] = [
  ["a start", good, "start"],
  ["another start, renamed", { ...good, vault_jwt_role: "other" }, "start"],
  ["a stop", good, "stop"],
  ["an input of a wrong type", { ...good, vault_jwt_role: { expression: `["coder"]` } }, "start"],
  ["a value that a data source refuses", { ...good, vault_jwt_role: { expression: noGroup } }, "start"],
  ["an argument that there is not", { ...good, nonsense: "x" }, "start"],
  ["a value that is known at apply only", { ...good, vault_jwt_role: unknown }, "start"],
  ["its end", good, "destroy"],
];

test.for(modules)("one process and Coder's own steps come to the same with %s", async (module, { tool }) => {
  const own = await mkdtemp(join(tool.temporary, "steps-"));
  const folder = join(fixtures, module);
  const subject = { folder, digest: await subjectDigest(folder) };
  const template = await prepareTemplate(tool, join(fixtures, "templates/workspace"), subject, join(own, "template"));

  const [one, coder] = [await lifeBy("one", template), await lifeBy("coder", template)];

  expect(one.map(whatItIs)).toEqual(coder.map(whatItIs));
  expect(one.map(({ outcome }) => outcome)).toContain("succeeded");
  expect(one.map(({ outcome }) => outcome)).toContain("refused");

  async function lifeBy(steps: "one" | "coder", from: Template): Promise<readonly Build[]> {
    const provisioner = await createProvisioner(tool, from, join(own, steps), { steps });
    const builds: Build[] = [];
    for (const [, inputs, transition] of changes)
      builds.push(await provisioner.build({ ...started, transition, instances: [inputs] }));
    return builds;
  }
});

/** Without what no two builds have in common: ids, tokens, and what Terraform prints of its way. */
function whatItIs({ output: _output, ...build }: Build): unknown {
  const text = JSON.stringify(build).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "an id");
  return JSON.parse(text);
}
