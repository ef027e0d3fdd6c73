import { randomUUID } from "node:crypto";
import { tool } from "../../runtime/index.ts";
import type { SessionState } from "./record.ts";

/** A command for a shell of any kind, and how to read what a session printed for it. */
export interface Probe {
  readonly command: string;
  read(kind: string, answer: { readonly exitCode: number; readonly output: string }): SessionState;
}

/** Asks a shell for all that a module could change of it. Its words are told from others' by a mark that is new each time. */
export function shellProbe(): Probe {
  const mark = `-- ${randomUUID()} `;
  const say = (word: string) => `echo '${mark}${word}'`;
  // zsh splits the value of a variable only with this option.
  const folders = `(set -f; [ -z "\${ZSH_VERSION-}" ] || setopt sh_word_split; IFS=:; ${tool("stat")} -L -c '%a %n' -- $PATH 2> /dev/null)`;
  const settings = [
    "set +o",
    "alias",
    'echo "umask $(umask)"',
    '[ -z "${BASH_VERSION-}" ] || { shopt -p; declare -F; }',
  ];
  return {
    command: [
      say("begins"),
      `${tool("env")} -0`,
      say("folders"),
      folders,
      say("settings"),
      ...settings,
      say("ends"),
    ].join("\n"),
    read(kind, { exitCode, output }) {
      const [printed = "", rest = ""] = cut(output, `${mark}begins\n`);
      const [environment = "", more = ""] = cut(rest, `${mark}folders\n`);
      const [modes = "", others = ""] = cut(more, `${mark}settings\n`);
      const [lines = ""] = cut(others, `${mark}ends\n`);
      const variables = environment.split("\0").flatMap((variable) => {
        const at = variable.indexOf("=");
        return at <= 0 ? [] : [[variable.slice(0, at), variable.slice(at + 1)] as const];
      });
      return {
        kind,
        exitCode,
        printed,
        environment: Object.fromEntries(variables),
        folders: new Map(
          [...modes.matchAll(/^([0-7]+) (.*)$/gm)].map(([, mode = "", name = ""]) => [name, Number.parseInt(mode, 8)]),
        ),
        settings: lines.split("\n").filter((line) => line !== ""),
      };
    },
  };
}

function cut(all: string, at: string): readonly string[] {
  const place = all.indexOf(at);
  return place < 0 ? [all] : [all.slice(0, place), all.slice(place + at.length)];
}
