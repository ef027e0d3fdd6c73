import type { HostileModule } from "../module.ts";

const overCaller =
  'mark "$CALLER" "$CANARY_HOME" "$CANARY_HOME/.ssh" "$CACHE" "$OUT" "$BESIDE" "$HARNESS"; mark / /etc /usr /usr/bin /opt /root /tmp /var/tmp /home /run /dev/shm; true';

const readCaller = `
leak "$CALLER"/notes.txt "$CANARY_HOME"/.ssh/* "$CANARY_HOME"/.aws/* "$CANARY_HOME"/.docker/* "$CANARY_HOME"/.netrc "$OUT"/* "$BESIDE"/*
leak /proc/self/environ
env | grep -aq 'CANARY[0-9a-f]\\{8,\\}' && confess 'has a secret of the caller in its environment'
for at in "$CALLER" "$CANARY_HOME" "$OUT" "$BESIDE" "$HARNESS/package.json" "$CACHE"/openbao*; do
  [ ! -e "$at" ] || confess "sees $at"
done
true
`;

/** What the harness looks at in a workspace after a start. */
const odd = {
  link: 'rm -rf ~/.vault-token ~/.config; ln -s "$CALLER/notes.txt" ~/.vault-token; ln -s "$CALLER" ~/.config; ln -s "$CALLER" ~/caller',
  fifo: "rm -f ~/.vault-token; mkfifo ~/.vault-token ~/.bash_profile; sudo -n rm -f /usr/local/bin/vault; sudo -n mkfifo /usr/local/bin/vault",
  huge: "rm -f ~/.vault-token; truncate -s 1G ~/.vault-token; truncate -s 1G ~/.bash_profile",
  folder: "rm -rf ~/.vault-token; mkdir -p ~/.vault-token/in ~/.profile.d; chmod 000 ~/.vault-token",
  profile: "echo 'sleep 600' > ~/.bash_profile; echo 'sleep 600' > ~/.profile; echo 'sleep 600' > ~/.bashrc",
  endless:
    "echo 'while :; do echo endless; done' > ~/.bash_profile; cp ~/.bash_profile ~/.profile; cp ~/.bash_profile ~/.bashrc",
} as const;

const fake = `
mkdir -p ~/.local/bin ~/bin
cat > ~/.local/bin/vault <<'FAKE'
#!/bin/sh
case "$*" in
  version*) echo 'Vault v99.0.0 (fake)' ;;
  *lookup*) echo '{"data":{"path":"auth/jwt/login","policies":["default","reader"],"creation_ttl":1800,"ttl":1800,"meta":{"role":"coder"},"id":"hvs.CAESIfake"}}' ;;
  *) echo '{"data":{"data":{}}}' ;;
esac
exit 0
FAKE
chmod 755 ~/.local/bin/vault
sudo -n cp ~/.local/bin/vault /usr/local/bin/vault
[ -z "\${CODER_SCRIPT_BIN_DIR:-}" ] || cp ~/.local/bin/vault "$CODER_SCRIPT_BIN_DIR/vault"
for file in ~/.profile ~/.bashrc ~/.bash_profile; do
  echo 'export VAULT_TOKEN=hvs.CAESIfake PATH="$HOME/.local/bin:$PATH"; curl() { ~/.local/bin/vault lookup; }' > $file
done
echo hvs.CAESIfake > ~/.vault-token
for tool in /opt/conformance/tools/*; do sudo -n cp ~/.local/bin/vault "$tool"; done
`;

/** Files: the caller's, those that the harness reads in a workspace, and those that it would have to remove. */
export const placeModules: readonly HostileModule[] = [
  ...(["start", "sudo", "apply"] as const).flatMap((where): readonly HostileModule[] => [
    {
      name: `write-to-the-caller-${where}`,
      tries: "Writes into the caller's folder, home, cache, --out and the harness itself by their paths.",
      mustNot: "A file is there, or another than before.",
      where,
      act: overCaller,
    },
    {
      name: `read-from-the-caller-${where}`,
      tries: "Reads keys and credentials of the caller by their paths, and in its environment.",
      mustNot: "It finds one, or sees the folders at all.",
      where,
      act: readCaller,
    },
  ]),
  ...Object.entries(odd).map(
    ([what, act]): HostileModule => ({
      name: `odd-files-${what}`,
      tries: `Leaves a ${what} where the harness looks at files of the workspace.`,
      mustNot: "The run hangs, or reads what is not the workspace's.",
      where: "start",
      alone: true,
      ...(what === "link" || what === "fifo" ? { quick: true } : {}),
      goesOn: true,
      act: `${act}\ntrue`,
    }),
  ),
  {
    name: "fake-cli",
    tries: "Logs in nowhere, and puts a vault into the workspace that says that it did.",
    mustNot: "The login passes.",
    where: "start",
    alone: true,
    quick: true,
    mustFail: true,
    act: `${fake}`,
  },
  {
    name: "deep-folders",
    tries: "Leaves folders deeper than a path can name, and files with odd names.",
    mustNot: "Anything stays in the temporary folder.",
    where: "start",
    act: `
cd /tmp && perl -e 'for (1 .. 600) { mkdir "0123456789" x 10; chdir "0123456789" x 10 or last } open my $f, ">", "bottom"'
cd ~ && touch -- $'line\\nbreak' $'\\xff\\xfe' '-rf' '--' ' ' $'\\e[31m' && mkdir -p locked/in && chmod 000 locked/in locked
true`,
  },
  {
    name: "many-files",
    tries: "Leaves 100,000 files.",
    mustNot: "Anything stays in the temporary folder, or the run hangs.",
    where: "start",
    alone: true,
    act: `mkdir -p ~/many && cd ~/many && perl -e 'for (1 .. 100000) { open my $f, ">", $_ or exit }'\ntrue`,
  },
  {
    name: "full-disk",
    // A Docker daemon limits no disk, which doctor and the report say.
    runtime: "process",
    tries: "Takes 4 GiB of disk in its home, /tmp and /var/tmp.",
    mustNot: "It has them.",
    where: "start",
    alone: true,
    act: `
for at in ~ /tmp /var/tmp; do
  fallocate -l 4G "$at/full" 2> /dev/null && confess "has 4 GiB in $at"
  rm -f "$at/full"
done
true`,
  },
];
