import { inspect } from "node:util";
import { z } from "zod";
import { HarnessError } from "../errors/index.ts";
import { decodeClaims } from "../identity/index.ts";
import type { Finding, JsonValue } from "../model/index.ts";
import type { FailureDetails, TokenKind } from "../model/report/index.ts";
import type { Secret } from "../redaction/index.ts";
import { endsOf } from "./ends-of.ts";
import { redactorOf } from "./secrets.ts";
import type { Site } from "./site.ts";
import type { CoderStage, VaultStage } from "./stages/index.ts";
import { inWords } from "./starts/index.ts";

declare module "vitest" {
  interface TaskMeta {
    subject?: string;
    requirement?: string;
    token?: TokenKind;
    notes?: readonly string[];
    /** The requirement that blocks the scenario. */
    blockedBy?: string;
    failure?: FailureDetails & { readonly isVerdict: boolean };
    /** What the scenario has made or seen: it is taken out of what is said about the others too. */
    secrets?: readonly Secret[];
    /** What its starts did and must not do, secrets taken out. */
    findings?: readonly Finding[];
  }
}

/** What is known about a failure, secrets taken out. An assertion that did not hold is a verdict; anything else is an error. */
export async function describeFailure(
  error: unknown,
  site: Site,
  vault: VaultStage,
  coder: CoderStage,
): Promise<FailureDetails & { readonly isVerdict: boolean }> {
  const workspace = coder.started.at(-1);
  const [requests, bounds, secrets] = await Promise.all([
    vault.requests().catch(() => []),
    vault.bounds().catch(() => ({})),
    vault.secrets(),
  ]);
  const redactor = redactorOf(site, [...coder.secrets, ...secrets]);
  const message = endsOf(sentenceOf(error), redactor);
  const claims = workspace === undefined ? undefined : decodeClaims(workspace.jwt);
  const details: FailureDetails & { readonly isVerdict: boolean } = {
    isVerdict: isVerdict(error),
    expected: namedFact(message, endsOf(fact(error, "expected") ?? firstLine(message), redactor)),
    observed: endsOf(fact(error, "actual") ?? firstLine(message), redactor),
    diagnosis: message,
    evidence: {
      ...(workspace === undefined
        ? {}
        : { startupLog: endsOf(workspace.script.log, redactor), exitCode: workspace.script.exitCode }),
      ...(workspace?.watched === undefined ? {} : { start: inWords(workspace.watched, redactor) }),
      vaultRequests: requests.map((request) => ({
        time: request.time,
        operation: request.operation,
        path: request.path,
        namespace: request.namespace,
        ...(Object.keys(request.data).length === 0 ? {} : { received: jsonOf(request.data) }),
        ...(request.issued === undefined ? {} : { answered: { client_token: request.issued } }),
        ...(request.refusal === undefined ? {} : { error: request.refusal }),
      })),
      ...(claims === undefined ? {} : { claims }),
      ...bounds,
    },
  };
  return redactor.value(details);
}

/** Chai's assertions have the name; those of matchers of our own have only what they expected and what there was. */
export function isVerdict(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof HarnessError) return false;
  return error.name === "AssertionError" || (Object.hasOwn(error, "expected") && Object.hasOwn(error, "actual"));
}

/** The message, with the values themselves where Chai only counts what is in them (`[ Array(1) ]`, `{ …(3) }`). */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.replace(/ \/\/ Object\.is equality$/, "");
  const counts = /\[ Array\(|\{ Object \(|…/.test(firstLine(message));
  if (!counts || !("expected" in error && "actual" in error)) return message;
  const name = /^[^\n]{1,200}?: (?=expected )/.exec(message)?.[0] ?? "";
  return `${name}expected ${short(error.expected)}, but it is ${short(error.actual)}`;
}

const longestValue = 200;

function short(value: unknown): string {
  const text = inspect(value, {
    depth: 3,
    breakLength: Number.POSITIVE_INFINITY,
    maxArrayLength: 20,
    maxStringLength: 100,
  });
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}

const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";

/** What was looked at, which a scenario says as the second argument of `expect`, goes before what was expected of it. */
function namedFact(message: string, value: string): string {
  const name = /^([^\n]{1,200}?): expected /.exec(message)?.[1];
  return name === undefined ? value : `${name}: ${value}`;
}

function fact(error: unknown, name: "expected" | "actual"): string | undefined {
  if (typeof error !== "object" || error === null || !("expected" in error || "actual" in error)) return undefined;
  const value: unknown = Reflect.get(error, name);
  if (Array.isArray(value) && value.length === 0) return "(none)";
  return typeof value === "string" ? value : inspect(value, { depth: 5, breakLength: 76, maxStringLength: 400 });
}

function jsonOf(value: unknown): JsonValue {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
