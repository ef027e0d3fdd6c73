import { type StartOptions, tool, toolsFolder } from "../../harness/engine/index.ts";

/** Does something to the files of the person's home before a start, by a script for sh that runs there. */
export function inHome(script: string): NonNullable<StartOptions["before"]> {
  return async (machine) => {
    const argv = [tool("sh"), "-ec", script];
    await machine.run({ argv, environment: { PATH: toolsFolder }, cwd: machine.home });
  };
}

/** Has the profiles of bash and sh be links into a folder of dotfiles, whatever was there before. */
export const linkedProfiles = `
mkdir -p .dotfiles
for name in bashrc profile; do
  echo 'export EDITOR=vi' > ".dotfiles/$name"
  ln -sfn "$PWD/.dotfiles/$name" ".$name"
done
`;

/** Has them be what an image's /etc/skel holds. */
export const freshProfiles = `
printf 'case $- in *i*) ;; *) return ;; esac\\n' > .bashrc.new
printf 'if [ -n "$BASH_VERSION" ] && [ -f "$HOME/.bashrc" ]; then . "$HOME/.bashrc"; fi\\n' > .profile.new
for name in .bashrc .profile; do mv -f "$name.new" "$name"; done
`;
