import type { HostileModule } from "../module.ts";

/** Only in the place of the canary, wherever the configuration leads: what is found is written to. */
const findCache = `
mirror=$(grep -o '"/[^"]*"' "$TF_CLI_CONFIG_FILE" 2> /dev/null | tr -d '"' | head -n 1)
for at in "$mirror" "$mirror/.." "$mirror/../.." "$CACHE"; do
  case $(readlink -f "$at") in "$PLACE"/*) ;; *) continue ;; esac
  find -L "$at" -maxdepth 7 -type f \\( -name 'bao*' -o -name 'vault*' -o -name 'terraform*' -o -name '*.json' \\) 2> /dev/null
done | sort -u | head -n 60`;

const replaceCached = `
${findCache} | while read -r file; do
  chmod u+w "$file" "\${file%/*}"
  if printf '\\n' >> "$file"; then confess "wrote to $file"; fi
done 2> /dev/null
${findCache} | while read -r file; do
  if touch "\${file%/*}/$MARK"; then confess "wrote beside $file"; fi
done 2> /dev/null
true
`;

const environment = `
for pid in $PPID 1 $(ps -eo pid= 2> /dev/null); do
  tr '\\0' '\\n' < /proc/$pid/environ | grep -aq 'CANARY[0-9a-f]\\{8,\\}' && confess "read the environment of $pid"
done 2> /dev/null
for name in TF_CLI_CONFIG_FILE HOME TMPDIR PWD; do
  value=$(printenv $name)
  case $value in "$CANARY_HOME"* | "$CACHE"*) [ ! -e "$value" ] || confess "$name leads to $value" ;; esac
done
true
`;

const swapped = ["module.tf.json", "inputs.auto.tfvars.json", "terraform.tfstate", "terraform.tfstate.backup"];

const swapFiles = (target: string) => `
for file in ${[...swapped, "terraform.tfplan", ".terraform.lock.hcl"].join(" ")}; do
  rm -f "$file"; ln -s ${target} "$file"
done 2> /dev/null
true
`;

/** What a `local-exec` finds where Terraform runs. */
export const terraformModules: readonly HostileModule[] = [
  {
    name: "cached-programs",
    tries: "Finds the cache by TF_CLI_CONFIG_FILE, and changes the programs and records there.",
    mustNot: "A file of the cache changes.",
    where: "apply",
    act: replaceCached,
  },
  {
    name: "environment-of-terraform",
    tries: "Reads what Terraform and the harness have in their environments.",
    mustNot: "It finds a secret of the caller, or the way to their home.",
    where: "apply",
    act: environment,
  },
  {
    name: "provider-in-the-workspace",
    tries: "Writes over the provider that the next build runs.",
    mustNot: "The provider can be written.",
    where: "apply",
    act: `
find -L .terraform "$PWD/.." -maxdepth 8 -name 'terraform-provider-*' -type f 2> /dev/null | head -n 20 | while read -r file; do
  if : >> "$file"; then confess "may write $file"; fi
done 2> /dev/null
true`,
  },
  {
    name: "folders-of-other-workspaces",
    tries: "Looks for the folders of other workspaces of the run, and writes there.",
    mustNot: "It can.",
    where: "apply",
    // A folder of the device that the sandbox's root is on is the sandbox's own.
    act: `
contained
for at in "$PWD"/.. "$PWD"/../.. "$TMPDIR" "$TMPDIR/.."; do
  for other in "$at"/*/; do
    case $(readlink -f "$other") in "$(readlink -f "$PWD")"* | "$(readlink -f "$WORK")"* | "$(readlink -f "$TMPDIR")") continue ;; esac
    case $(readlink -f "$other") in "$PLACE"/t/*) if touch "$other/$MARK" && [ "$(stat -c %d "$other")" != "$(stat -c %d /)" ]; then confess "wrote to $other"; fi ;; esac
  done
done 2> /dev/null
true`,
  },
  ...(["$CALLER/notes.txt", "$CANARY_HOME/.ssh/id_ed25519", "/dev/full"] as const).map(
    (target, at): HostileModule => ({
      name: `swapped-files-${at + 1}`,
      tries: `Puts links to ${target} where Terraform's files were, for the next build to write over.`,
      mustNot: "The file changes, or is taken into a report.",
      where: "apply",
      alone: true,
      ...(at === 0 ? { quick: true } : {}),
      goesOn: true,
      scenario: "LOGIN-08",
      act: swapFiles(`"${target}"`),
    }),
  ),
  {
    name: "swapped-folders",
    tries: "Puts a link to the caller's folder where its own module was.",
    mustNot: "A file changes there.",
    where: "apply",
    alone: true,
    goesOn: true,
    scenario: "LOGIN-08",
    act: 'for at in subject vault .terraform .; do mv "$at" "$at.old" 2> /dev/null && ln -s "$CALLER" "$at"; done; true',
  },
  {
    name: "pipes-for-files",
    tries: "Puts pipes where Terraform's files were, which nobody ever reads or writes.",
    mustNot: "The run hangs.",
    where: "apply",
    alone: true,
    goesOn: true,
    scenario: "LOGIN-08",
    act: `for file in ${swapped.join(" ")}; do rm -f $file; mkfifo $file; done 2> /dev/null; true`,
  },
  {
    name: "endless-apply",
    tries: "Never ends an apply, with a process of its own that ignores signals.",
    mustNot: "The run hangs, or a process is left.",
    where: "apply",
    alone: true,
    speaks: true,
    act: 'trap "" TERM INT HUP; perl -e \'$SIG{TERM} = $SIG{INT} = "IGNORE"; $0 = $ARGV[0]; sleep 120\' "$MARK"',
  },
  ...(
    [
      ["ssh", '"@CANARY_HOME@/.ssh/id_ed25519"'],
      ["notes", '"@CALLER@/notes.txt"'],
      // The harness sees and refuses what is written as a path out of the module: this is not.
      ["relative", `replace("${"UP/".repeat(11)}UP@CALLER@/notes.txt", "UP", "..")`],
      ["environment", '"/proc/self/environ"'],
      ["parent", '"/proc/self/cwd/../../../../caller/notes.txt"'],
    ] as const
  ).map(
    ([name, path]): HostileModule => ({
      name: `plan-reads-${name}`,
      tries: `Reads ${path} by file() when the plan is made, and shows it in a check's message.`,
      mustNot: "A secret of the caller is in the report.",
      where: "plan",
      act: `
resource "terraform_data" "read_${name}" {
  lifecycle {
    precondition {
      condition     = var.vault_addr == ""
      error_message = "TRIED plan-reads-${name}. \${can(regex("CANARY", try(file(${path}), ""))) ? "CONFESSED plan-reads-${name}: \${try(file(${path}), "")}" : ""}"
    }
  }
}`,
    }),
  ),
  {
    name: "plan-lists",
    tries: "Lists the caller's folders by fileset() when the plan is made.",
    mustNot: "A name is found.",
    where: "plan",
    act: `
resource "terraform_data" "lists" {
  lifecycle {
    precondition {
      condition     = var.vault_addr == ""
      error_message = "TRIED plan-lists. \${length(setunion(try(fileset("@CALLER@", "**"), []), try(fileset("@CANARY_HOME@", ".ssh/*"), []), try(fileset("@CACHE@", "*.json"), []))) > 0 ? "CONFESSED plan-lists: sees folders of the caller" : ""}"
    }
  }
}`,
  },
];
