import type { Finding } from "../../../model/index.ts";
import { leakFinder, leaks, type Secrets } from "../../leaks.ts";
import type { StartRecord } from "../record.ts";

function secretsOf({ jwt, tokens }: StartRecord): Secrets {
  return { jwt: [jwt], "vault-token": tokens };
}

/** SEC-01: secrets in what the scripts printed. */
export function secretsInLog(record: StartRecord): readonly string[] {
  return leakFinder(secretsOf(record))(record.log).map((leak) => `the startup log has ${leak}`);
}

/** SEC-04: secrets in the arguments of processes, but for the texts that the agent itself gives to a shell. */
export function secretsInArguments(record: StartRecord): readonly string[] {
  const { watched, texts } = record;
  const processes = watched.processes.filter(({ args }) => !texts.some((text) => args.includes(text)));
  const shown = processes.map(({ args }) => args.join(" ")).flatMap(leakFinder(secretsOf(record)));
  return shown.map((leak) => `a process has the arguments ${leak}`);
}

/** START-09: what Terraform printed. */
export function secretsOfBuild(printed: string, jwts: readonly string[]): readonly Finding[] {
  return leaks(printed, { jwt: jwts.filter((jwt) => jwt !== "") }).map((leak) => ({
    requirement: "START-09",
    sentence: `Terraform printed ${leak}`,
  }));
}
