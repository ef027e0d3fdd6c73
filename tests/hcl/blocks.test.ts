import { expect, test } from "vitest";
import { placedBlocks } from "../../harness/hcl/index.ts";
import { readBody } from "../../harness/hcl/read-body.ts";

test("blocks and arguments are found whatever stands in texts and comments", async () => {
  const { blocks, arguments: found } = await readBody(`
    a = 1 # b = 2
    /* module "no" { */
    // c = "
    module "one" { source = "./\${var.x == "}" ? "a" : "b"}" }
    module two {
      list = [
        { x = "]" }, # }
        "$\${",
      ]
      text = <<-EOT
        module "no" {
      EOT
      last = f("\\"}", 2)
      provider "inner" "most" {
        x = y
      }
    }
  `);

  expect(found).toEqual({ a: "1" });
  expect(blocks).toEqual([
    { type: "module", labels: ["one"], arguments: { source: '"./${var.x == "}" ? "a" : "b"}"' }, blocks: [] },
    {
      type: "module",
      labels: ["two"],
      arguments: {
        list: expect.stringMatching(/^\[.*\]$/s),
        text: expect.stringMatching(/^<<-EOT.*EOT$/s),
        last: 'f("\\"}", 2)',
      },
      blocks: [{ type: "provider", labels: ["inner", "most"], arguments: { x: "y" }, blocks: [] }],
    },
  ]);
});

test("what Terraform would not read ends too", async () => {
  for (const text of ['a = "', "a = [", "b {", 'b "', "/*", "<<EOT\n", 'a = "${', "}}])", "= = =", "é { ü = "])
    expect(await readBody(text)).toBeDefined();
});

test("an argument has its line, what it refers to and the entries of its objects", async () => {
  const [block] = await placedBlocks(`
module "one" {
  count = local.on[0].x ? data.coder_workspace.me["k"].start_count : length([for v in module.m.all : v.x])
  env = merge({
    "A" = "\${aws_x.y.id} %{ if var.w }x%{ endif }"
    B   = 1
  }, local.more)
}`);

  expect(block).toMatchObject({ type: "module", labels: ["one"], line: 2 });
  const [count, env] = block?.arguments ?? [];
  expect(count?.references).toEqual([
    ["local", "on", "x"],
    ["data", "coder_workspace", "me", "start_count"],
    ["module", "m", "all"],
    ["v", "x"],
  ]);
  expect(env).toMatchObject({
    name: "env",
    line: 4,
    references: expect.arrayContaining([
      ["aws_x", "y", "id"],
      ["var", "w"],
      ["local", "more"],
    ]),
    entries: [
      { key: "A", line: 5 },
      { key: "B", value: "1", line: 6 },
    ],
  });
});
