import { appendFile, cp } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../../harness/package/index.ts";

/** The first word of the name that a process of the module has among its arguments. */
export const detachedName = "detached";

/**
 * How a process makes that nobody finds it: commands of a POSIX shell, in which `$name` is the name that it has to
 * have among its arguments, and `$stay` what stays for longer than any run.
 */
const ways: Readonly<Record<string, string>> = {
  "in-the-background": `sh -c "$stay" "$name" &`,
  "new-session": `setsid sh -c "$stay" "$name" &`,
  "double-fork": `( ( setsid sh -c "$stay" "$name" & ) & )`,
  "empty-environment": `env -i setsid /bin/sh -c "$stay" "$name" &`,
  "closed-descriptors": `setsid sh -c "exec <&- >&- 2>&- 3>&- 4>&- 5>&-; $stay" "$name" &`,
  "deaf-to-signals": `setsid sh -c "trap '' HUP INT QUIT TERM USR1 USR2 PIPE CHLD; $stay" "$name" &`,
  stopped: `setsid sh -c 'kill -STOP $$; sleep 900' "$name" &`,
  // No process of it is there for long.
  hopping: `hop='sleep 0.2; [ "$1" -le 0 ] || env -i hop="$hop" /bin/sh -c "$hop" "$0" $(($1 - 1)) &'
    hop=$hop sh -c "$hop" "$name" 3000 &`,
  // What is removed while it lives comes again.
  "writing-again": `setsid sh -c 'while sleep 0.1; do mkdir -p "$1/again" && : > "$1/again/file"; done' "$name" "$PWD" &`,
  "process-namespace": `setsid unshare --user --map-root-user --pid --fork sh -c "$stay" "$name" &`,
  "mount-namespace": `setsid unshare --user --map-root-user --mount sh -c "mount -t tmpfs tmpfs /mnt; $stay" "$name" &`,
};

/** Nothing but the namespace that it is in says whose it is. */
const waysOutOfSight: Readonly<Record<string, string>> = {
  "empty-environment-elsewhere": `( cd / && ( env -i setsid /bin/sh -c "$stay" "$name" & ) )`,
  "hopping-elsewhere": `( cd / && hop=$hop env -i hop="$hop" /bin/sh -c "$hop" "$name" 3000 & )`,
};

/** Only a start script may do so: what holds Terraform's output keeps it from its end. */
const waysOfScripts: Readonly<Record<string, string>> = {
  "as-root": `sudo -n setsid sh -c "$stay" "$name" &`,
  "as-root-with-an-empty-environment": `sudo -n env -i setsid /bin/sh -c "$stay" "$name" &`,
};

/** Files that a simple removal stumbles over: in folders that nobody may look into, and deeper than a path may be long. */
const files = `(
  mkdir -p shut/in && : > shut/in/file && chmod 0000 shut/in shut
  long=dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
  depth=0
  while [ $depth -lt 60 ] && mkdir -p $long && cd -P $long; do depth=$((depth + 1)); done
  : > file
)`;

function script(place: string, chosen: Readonly<Record<string, string>>): string {
  const started = Object.entries(chosen).map(([way, command]) => `name=${detachedName}:${place}:${way}\n${command}`);
  return `stay='sleep 900; :'\n{\n${[files, ...started].join("\n")}\n} < /dev/null > /dev/null 2>&1\n`;
}

/** It goes on holding the script's output, for which an agent waits ten seconds and then calls the script failed. */
const holder = `name=${detachedName}:start:holds-the-output\nsh -c "$stay" "$name" &\n`;

export interface Detaching {
  /** Whether Terraform is in a process namespace, with which all ends that is started at apply. */
  readonly isTerraformApart: boolean;
  /** Whether one of them goes on holding the start script's output. */
  readonly holding: boolean;
}

/** The module that comes with the harness, which also starts processes that detach themselves, at apply and at start. */
export async function writeDetachingModule(folder: string, { holding, isTerraformApart }: Detaching): Promise<void> {
  await cp(join(packageFolder, "module"), folder, { recursive: true });
  const applied = Buffer.from(script("apply", { ...ways, ...(isTerraformApart ? waysOutOfSight : {}) })).toString(
    "base64",
  );
  const started = Buffer.from(
    script("start", { ...ways, ...waysOutOfSight, ...waysOfScripts }) + (holding ? holder : ""),
  ).toString("base64");
  await appendFile(
    join(folder, "main.tf"),
    `
resource "terraform_data" "detached" {
  provisioner "local-exec" {
    command = "echo ${applied} | base64 -d | sh"
  }
}

resource "coder_script" "detached" {
  agent_id     = var.agent_id
  display_name = "detached"
  run_on_start = true
  script       = "echo ${started} | base64 -d | sh"
}
`,
  );
}
