import type { Attack } from "../attack.ts";

/** Files that Terraform reads, or that code of the module could read. */
const added = [
  "x.tf",
  "x.tf.json",
  "x.tofu",
  "x.tofu.json",
  "x_override.tf",
  "override.tf",
  "override.tf.json",
  "terraform.tfvars",
  "x.auto.tfvars",
  ".hidden.tf",
  "x.tfstate.tf",
  "x.tfstate.tf.json",
  "x.tfstate_override.tf",
  ".tfstate.tf",
  "a.tfstate.b.tofu",
  "terraform.tfstate",
  "terraform.tfstate.backup",
  "old.tfstate",
  "sub/x.tfstate.tf",
  "sub/.terraform/x.tf",
  "sub/.git/x.tf",
  ".terraform/modules/in/main.tf",
  ".terraform/modules/modules.json",
  ".GIT/x.tf",
  ".gitmodules",
  "errored.tfstate",
  "x.tftest.hcl",
  ".terraform.lock.hcl",
  "main.tf\u200b.tf",
  "ma\u00efn.tf",
  "MAIN.tf",
];

const changes: Readonly<Record<string, readonly [tries: string, act: string]>> = {
  "a-changed-file": ["Changes one byte of the script.", "printf ' ' >> vault-jwt/run.sh"],
  "a-file-less": ["Takes a file away.", "rm vault-jwt/README.md"],
  "a-link-for-a-file": [
    "Puts a link in the place of a file, which leads to another.",
    "cp vault-jwt/run.sh other.sh; echo true >> other.sh; ln -sf ../other.sh vault-jwt/run.sh",
  ],
  "a-link-to-a-folder": [
    "Adds a link to a folder of code beside the module.",
    "mkdir other; plant other/x.tf; ln -s ../other vault-jwt/other",
  ],
  "a-twin-in-unicode": [
    "Adds a file whose name is another's in another normal form.",
    "plant $'vault-jwt/e\\u0301.tf'; plant $'vault-jwt/\\u00e9.tf'",
  ],
  "bytes-for-a-name": ["Adds a file whose name is no text.", "plant $'vault-jwt/\\xff.tf'"],
  "a-line-break-in-a-name": [
    "Adds a file whose name ends a line of what is hashed.",
    "plant $'vault-jwt/x\\n0000  main.tf'",
  ],
  "a-pipe": ["Adds a pipe, which nobody ever writes to.", "mkfifo vault-jwt/x.tf"],
};

/** The module that is verified, or accepted, is another than the one that was attested or tested. */
export const digestAttacks: readonly Attack[] = [
  ...added.map(
    (file, at): Attack => ({
      name: `added-file-${at + 1}`,
      tries: `Adds ${JSON.stringify(file)} to a module that was attested.`,
      mustNot: "`verify` holds for the module with the file.",
      act: `plant $'vault-jwt/${escaped(file)}'`,
      command: "verify",
    }),
  ),
  ...Object.entries(changes).flatMap(([name, [tries, act]]): readonly Attack[] => [
    { name, tries, mustNot: "`verify` holds for the changed module.", act, command: "verify" },
    { name: `${name}-at-the-gate`, tries, mustNot: "The gate attests the changed module.", act, command: "attest" },
  ]),
  ...["x.tfstate.tf", ".terraform/modules/in/main.tf", "x.tfstate_override.tf", "terraform.tfstate"].map(
    (file, at): Attack => ({
      name: `added-file-${at + 1}-at-the-gate`,
      tries: `Adds ${file} to a module that was tested.`,
      mustNot: "The gate attests the module with the file.",
      act: `plant vault-jwt/${file}`,
      command: "attest",
    }),
  ),
  ...[".git", ".terraform", "x.tfstate"].map(
    (folder, at): Attack => ({
      name: `code-from-${at + 1}`,
      tries: `Has a module of its own in ${folder}, whose files are no part of the digest.`,
      mustNot: "A run passes with code that no digest covers.",
      act: `
plant vault-jwt/${folder}/in/main.tf
printf 'module "in" {\\n  source = "./${folder}/in"\\n}\\n' > vault-jwt/in.tf
conform gate report.json --policy policy.yaml --module vault-jwt > before 2>&1
run > /dev/null 2>&1; cp reports/report.json report.json || exit 9
attest > /dev/null 2>&1 || exit 9
cp out/attestation.json .
echo '# another one' >> vault-jwt/${folder}/in/main.tf`,
      command: "verify",
    }),
  ),
];

function escaped(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
