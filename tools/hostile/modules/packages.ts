import type { HostileModule } from "../module.ts";

/** Writes code that, where it runs, ends the plan with a message. */
const speaking = (file: string, message: string) => `cat > ${file} <<'CODE'
variable "hostile" {
  default = ""
}
resource "terraform_data" "hostile" {
  lifecycle {
    precondition {
      condition     = var.hostile == "no"
      error_message = ${message}
    }
  }
}
CODE`;

const packages: readonly Omit<HostileModule, "where" | "alone">[] = [
  {
    name: "links-out",
    tries: "Has links to keys of the caller among its files, and says what they hold.",
    mustNot: "The run reads them.",
    quick: true,
    act: `ln -s "$CANARY_HOME/.ssh/id_ed25519" key.txt; ln -s "$CANARY_HOME/.ssh" keys; ${speaking("links.tf", 'file("${path.module}/key.txt")')}`,
  },
  {
    name: "relative-links-out",
    tries: "Has a link with .. among its files that leads to the caller's folder.",
    mustNot: "The run reads it.",
    act: `ln -s ../caller/notes.txt notes.txt; ln -s ../caller caller; ${speaking("links.tf", 'file("${path.module}/notes.txt")')}`,
  },
  {
    name: "pipe",
    tries: "Has a pipe among its files.",
    mustNot: "The run hangs.",
    quick: true,
    act: "mkfifo pipe.tf pipe.txt",
  },
  {
    name: "devices-by-links",
    tries: "Has links to endless devices among its files.",
    mustNot: "The run hangs.",
    act: "ln -s /dev/zero zero.tf; ln -s /dev/random random.txt",
  },
  {
    name: "huge-file",
    tries: "Has a sparse file of 1 TiB among its files.",
    mustNot: "The run hangs, or fills the disk.",
    act: "truncate -s 1T huge.txt",
  },
  {
    name: "many-files-in-the-package",
    tries: "Has 20,000 files.",
    mustNot: "The run hangs.",
    act: "mkdir many; for at in {1..20000}; do : > many/$at; done",
  },
  {
    name: "deep-package",
    tries: "Has folders deeper than a path can name.",
    mustNot: "The run hangs, or something stays.",
    act: 'perl -e \'for (1 .. 60) { mkdir "0123456789" x 10; chdir "0123456789" x 10 or last } open my $f, ">", "bottom"\'',
  },
  {
    name: "endless-links",
    tries: "Has links to its own folder.",
    mustNot: "The run hangs.",
    act: "ln -s . again; mkdir in; ln -s .. in/up; ln -s loop loop",
  },
  {
    name: "odd-names",
    tries: "Has files whose names are options, line breaks, bytes that are no text, or escape sequences.",
    mustNot: "The output has what the names have.",
    quick: true,
    act: "touch -- '-rf' '--out' $'line\\n::error::hostile' $'\\xff\\xfe' $'\\e[31m.txt' $'\\xe2\\x80\\xae.tf.txt'",
  },
  {
    name: "git-hooks",
    tries: "Has a git folder whose configuration names programs.",
    mustNot: "A program runs.",
    quick: true,
    act: `
mkdir -p .git/hooks .git/objects .git/refs/heads && echo 'ref: refs/heads/main' > .git/HEAD
printf '[core]\\n repositoryformatversion = 0\\n fsmonitor = touch "%s"\\n sshCommand = touch "%s"\\n hooksPath = .git/hooks\\n[alias]\\n status = !touch "%s"\\n' "$BESIDE/$MARK" "$BESIDE/$MARK" "$BESIDE/$MARK" > .git/config
for hook in post-checkout pre-commit post-index-change; do printf '#!/bin/sh\\ntouch "%s"\\n' "$BESIDE/$MARK" > .git/hooks/$hook; chmod 755 .git/hooks/$hook; done`,
  },
  {
    name: "sources-that-run",
    tries: "Names a module whose source is a command of git's.",
    mustNot: "The command runs.",
    quick: true,
    act: `printf 'module "in" {\\n source = "git::ext::sh -c touch%%%% %s/%s"\\n}\\n' "$BESIDE" "$MARK" > in.tf`,
  },
  {
    name: "sources-elsewhere",
    tries: "Names modules by paths of the host, and by .. out of the package.",
    mustNot: "Their code runs.",
    quick: true,
    act: `
mkdir -p "$BESIDE/other"
${speaking('"$BESIDE/other/main.tf"', '"CONFESSED sources-elsewhere: code from elsewhere"')}
printf 'module "up" {\\n source = "../beside/other"\\n}\\n' > in.tf
printf 'module "path" {\\n source = "%s/other"\\n}\\n' "$BESIDE" >> in.tf`,
  },
  {
    name: "planted-terraform-folder",
    tries: "Brings a .terraform folder with modules and providers of its own.",
    mustNot: "What is there runs.",
    quick: true,
    act: `
mkdir -p .terraform/modules/in .terraform/providers
printf '{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"in","Source":"./in","Dir":".terraform/modules/in"}]}' > .terraform/modules/modules.json
${speaking(".terraform/modules/in/main.tf", '"CONFESSED planted-terraform-folder: code from .terraform"')}
printf 'module "in" {\\n source = "./.terraform/modules/in"\\n}\\n' > in.tf`,
  },
  ...["x.tfstate.tf", "x.tfstate_override.tf", "a.tfstate.tf.json", ".tfstate.tf"].map((file, at) => ({
    name: `code-as-state-${at + 1}`,
    tries: `Has code in a file called ${file}, which looks like a state.`,
    mustNot: "It runs without being part of the digest.",
    ...(at === 0 ? { quick: true as const } : {}),
    act: file.endsWith(".json")
      ? `echo '{"variable":{"hostile":{"default":""}},"resource":{"terraform_data":{"hostile":{"lifecycle":{"precondition":[{"condition":"\${var.hostile == \\"no\\"}","error_message":"OUTSIDE the digest"}]}}}}}' > ${file}`
      : `${speaking(file, '"OUTSIDE the digest"')}${file.includes("_override") ? '\nprintf \'variable "hostile" {}\\nresource "terraform_data" "hostile" {}\\n\' > state.tf' : ""}`,
  })),
  ...["terraform.tfvars", "x.auto.tfvars", "terraform.rc", "terraform.tfstate"].map((file) => ({
    name: `planted-${file.replaceAll(".", "-")}`,
    tries: `Brings a ${file} of its own.`,
    mustNot: "It takes part in the run.",
    act: `printf 'provider_installation {\\n filesystem_mirror {\\n path = "%s"\\n }\\n}\\nvault_addr = "https://CONFESSED"\\n' "$BESIDE" > ${file}`,
  })),
];

/** Files of the package itself, before anything of it runs. */
export const packageModules: readonly HostileModule[] = packages.map((one) => ({
  ...one,
  where: "package",
  alone: true,
}));
