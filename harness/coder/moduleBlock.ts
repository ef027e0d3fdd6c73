import type { Input } from "./types.ts";

/** Where the subject lies, seen from the template. */
export const subjectFolder = "subject";

/** The block that calls the subject, as Terraform's JSON syntax has it: inputs that are not given are not there. */
export function moduleBlock(inputs: Readonly<Record<string, Input>>): string {
  const given = Object.entries(inputs).map(([name, input]) => [
    name,
    typeof input === "string" ? literal(input) : `\${${input.expression}}`,
  ]);
  return JSON.stringify({
    module: {
      vault: {
        count: `\${data.coder_workspace.me.start_count}`,
        source: `./${subjectFolder}`,
        agent_id: `\${coder_agent.main.id}`,
        ...Object.fromEntries(given),
      },
    },
  });
}

/** Terraform reads every string of its JSON syntax as a template: data must not be one. */
function literal(text: string): string {
  return text.replaceAll("${", "$${").replaceAll("%{", "%%{");
}
