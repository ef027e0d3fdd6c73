import type { Command } from "commander";
import { requirements } from "../../../scenarios/requirements.ts";
import { type ExitStatus, exitStatus } from "../../errors/index.ts";
import { print } from "../../text/index.ts";
import { oneOf } from "../check.ts";

const shells = ["bash", "zsh", "fish"] as const;

/**
 * Prints a script by which a shell completes commands, options and the ids of requirements.
 *
 * @throws WrongInput `option.unknown`
 */
export function completion(shell: string, program: Command): ExitStatus {
  const kind = oneOf("completion", shells, shell);
  const lines = kind === "fish" ? fishLines(program) : bashLines(program);
  // zsh reads bash's way of completing.
  print(process.stdout, kind === "zsh" ? ["autoload -U +X bashcompinit && bashcompinit", ...lines] : lines);
  return exitStatus.conforms;
}

const ids = requirements.map(({ id }) => id);

function wordsOf(command: Command): readonly string[] {
  return command.options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? []);
}

function bashLines(program: Command): readonly string[] {
  const names = program.commands.map((command) => command.name());
  return [
    "_vault_jwt_conformance() {",
    '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=""',
    `  if [ "$before" = --only ] || [ "$command" = list ]; then words="${ids.join(" ")}"; fi`,
    '  case "$command" in',
    ...program.commands.map((command) => `    ${command.name()}) words="$words ${wordsOf(command).join(" ")}" ;;`),
    "  esac",
    `  if [ "$COMP_CWORD" = 1 ]; then words="${names.join(" ")}"; fi`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    "}",
    "complete -o default -F _vault_jwt_conformance vault-jwt-conformance",
  ];
}

function fishLines(program: Command): readonly string[] {
  const complete = "complete -c vault-jwt-conformance";
  return [
    ...program.commands.map((command) => `${complete} -n __fish_use_subcommand -a ${command.name()}`),
    ...program.commands.flatMap((command) =>
      wordsOf(command).map(
        (word) => `${complete} -n "__fish_seen_subcommand_from ${command.name()}" -l ${word.replace(/^--/, "")}`,
      ),
    ),
    `${complete} -n "__fish_seen_subcommand_from list" -a "${ids.join(" ")}"`,
  ];
}
