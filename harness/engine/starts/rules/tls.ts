import { basename } from "node:path";
import { quoted } from "../../../text/index.ts";
import type { SeenProcess, SessionState, StartRecord } from "../record.ts";
import { bySession } from "./by-session.ts";

const isTrue = (value = ""): boolean => /^(?:1|t|true)$/i.test(value);
const careless = /(?:^|\s)(?:--insecure|--no-check-certificate|-tls-skip-verify)\b|\bcurl\b[^|;&]*\s-[a-zA-Z]*k/;

/** START-07: nothing is told to take any certificate, neither in the start nor in new shells. */
export function tlsVerified({ sessions, watched, home }: StartRecord): readonly string[] {
  const was = sessions.before.some(({ environment }) => isTrue(environment.VAULT_SKIP_VERIFY));
  const shells = bySession(sessions, (after) => carelessIn(after, was));
  const commands = watched.processes.flatMap((one) => carelessCommand(one, was));
  const configured = watched.changes.flatMap(({ path, after }) => {
    const isConfigured = after?.content?.toString("latin1").split("\n").some(isCarelessLine) ?? false;
    return isConfigured && path.startsWith(`${home}/`) && /\/\.(?:curlrc|wgetrc)$/.test(path)
      ? [`${path} turns verification off`]
      : [];
  });
  return [...shells, ...commands, ...configured];
}

const isCarelessLine = (line: string): boolean =>
  /^\s*(?:-k|-?-?insecure|check[-_]?certificate\s*=\s*(?:off|no|quiet))\s*$/i.test(line);

function carelessIn({ environment, settings }: SessionState, was: boolean): readonly string[] {
  const aliases = settings.filter((line) => line.startsWith("alias ") && careless.test(line));
  return [
    ...(!was && isTrue(environment.VAULT_SKIP_VERIFY) ? ["VAULT_SKIP_VERIFY is set"] : []),
    ...aliases.map((alias) => `${quoted(alias)} turns verification off`),
  ];
}

function carelessCommand(
  { args: [program = "", ...args], environment = [] }: SeenProcess,
  was: boolean,
): readonly string[] {
  const name = basename(program);
  const isCareless = {
    curl: () => args.some(isCurlInsecure),
    wget: () => args.includes("--no-check-certificate"),
    vault: () => args.some((arg) => /^--?tls-skip-verify(?:=(?:1|t|true))?$/i.test(arg)),
  }[name];
  const variable = environment.find((one) => one.startsWith("VAULT_SKIP_VERIFY="));
  return [
    ...(isCareless?.() ? [`${name} was run without verification of certificates`] : []),
    ...(!was && isTrue(variable?.split("=")[1]) ? [`${name} was run with VAULT_SKIP_VERIFY`] : []),
  ];
}

/** Letters of curl's options that take a value, which may stand right behind them. */
const withValue = new Set([..."AbCcDdEeFHhKmoPQrTtUuwXxYyz"]);

/** `-k` also among other letters, as in `-fsSLk`. */
function isCurlInsecure(arg: string): boolean {
  if (arg === "--insecure") return true;
  if (!/^-[A-Za-z]/.test(arg)) return false;
  for (const letter of arg.slice(1)) {
    if (letter === "k") return true;
    if (withValue.has(letter)) return false;
  }
  return false;
}
