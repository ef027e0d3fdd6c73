import { HarnessFault } from "../../errors/index.ts";
import { quoted } from "../../text/index.ts";

/**
 * Makes sure that Terraform is given every text in a tree as it is: what is no Unicode would become something else on
 * the way, and a scenario would not have tried what it says.
 *
 * @throws HarnessFault `coder.text`
 */
export function checkTexts(tree: object): void {
  JSON.stringify(tree, (name: string, value: unknown) => {
    if (typeof value === "string" && !value.isWellFormed()) throw notUnicode(name, value);
    return value;
  });
}

function notUnicode(name: string, text: string): HarnessFault {
  return new HarnessFault(
    "coder.text",
    `Terraform cannot be given ${quoted(text)} for ${name}: it is not valid Unicode.`,
    "Have the scenario use a text that UTF-8 can carry.",
    { name, text },
  );
}
