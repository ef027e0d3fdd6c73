import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What its script prints: what terminals, XML, JSON, CI systems and our own reports give a meaning to, and no UTF-8. */
export const oddLog: Buffer = Buffer.concat([
  Buffer.from("\u001b[2J\u001b[31mred\u001b]0;title\u0007\u009b1A\b\b\rover\n"),
  Buffer.from("\u202ebidi\u2066 zero\u200b\ufeff line\u2028paragraph\u2029 \ud83d\udd11\n"),
  Buffer.from([0x00, 0x01, 0x7f, 0x80, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x0a]),
  Buffer.from("✓ LOGIN-01  forged  pass\n\n✓ Conforms.\n  run this again\n    rm -rf /\n::error::forged\n"),
  Buffer.from(`${"x".repeat(4096)}\n${"y ".repeat(2048)}\n`),
  Buffer.from("]]></failure></testcase> <!-- &amp; &#0; \"' -->\n"),
  Buffer.from("$(id) `id` ${HOME} %s %{if} \\n\n"),
]);

/** Names that Terraform allows for inputs, in either of its languages. */
export const oddVariables: readonly string[] = ["größe", "変数-1", "vault_namespace"];

const variables = oddVariables.slice(1).map((name) => [name, { default: `\n$(id)"]]>` }]);

/** A module that does nothing but print, from files with odd names. */
export async function writeOddModule(folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, "-a $(id) \"b'\u202e%{c}.tf"), module);
  await writeFile(join(folder, "odd.tf.json"), JSON.stringify({ variable: Object.fromEntries(variables) }));
}

const inputs = ["agent_id", "vault_addr", "vault_jwt_role", "vault_jwt_token", "größe"];

const module = `
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

${inputs.map((name) => `variable "${name}" {\n  default = null\n}\n`).join("\n")}
resource "coder_env" "odd" {
  agent_id = var.agent_id
  name     = "ODD"
  value    = "\\u001b[31m$(id)\\n]]>$\${HOME}$\${constructor}"
}

resource "coder_script" "odd" {
  agent_id     = var.agent_id
  display_name = "]]></failure>\\u001b[2J\\n"
  log_path     = "/tmp/odd $(id) ]]>.log"
  run_on_start = true
  script       = "echo ${oddLog.toString("base64")} | base64 -d"
}
`;
