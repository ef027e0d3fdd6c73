import { expect, test } from "vitest";
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
