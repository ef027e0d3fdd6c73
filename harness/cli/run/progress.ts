import { stripVTControlCharacters, styleText } from "node:util";
import type { FailureDetails } from "../../model/report/index.ts";
import type { Redactor } from "../../redaction/index.ts";
import { renderFailure, wordsOf } from "../../render/index.ts";
import type { RunResult, ScenarioListener } from "../../run/scenarios/index.ts";
import { printable, visibleLine, print as write } from "../../text/index.ts";
import { look } from "../look.ts";
import { createLiveLines } from "./live-lines.ts";

/** What a run prints on standard error while it works. */
export interface Progress extends ScenarioListener, Disposable {
  /** The next step. */
  readonly say: (message: string) => void;
  /** The result of a step. */
  readonly conclude: (message: string) => void;
  /** What only --verbose shows. */
  readonly detail: (message: string) => void;
  /** How far the run has come, printed from time to time. */
  readonly foresee: (inWords: () => string) => void;
  /** Which results are known failures, and where the details of all others will be. */
  readonly expect: (known: { readonly isKnown: (result: RunResult) => boolean; readonly folder: string }) => void;
}

export interface ProgressOptions {
  readonly verbose: boolean;
  /** Redacts every line. It learns the secrets of each scenario that ends. */
  readonly redactor: Redactor;
  /** Once aborted, nothing more is printed: what fails then fails because it was cut short. */
  readonly signal: AbortSignal;
}

const words = { pass: "pass", fail: "FAIL", error: "ERROR", unsupported: "unsupported", blocked: "BLOCKED" } as const;
const colours = { pass: "green", fail: "red", error: "red", unsupported: "yellow", blocked: "red" } as const;

/** Milliseconds of silence after which a line shows the current step. */
const silence = { first: 2_000, further: 15_000 } as const;

/** Milliseconds after which plain lines show again how far the run has come. */
const foresight = 20_000;

/** A live line for each running scenario on a terminal, plain lines otherwise. A blocked result follows the failure that blocks it. */
export function createProgress(stream: NodeJS.WriteStream, { verbose, redactor, signal }: ProgressOptions): Progress {
  const running = new Map<string, number>();
  let step: readonly [name: string, since: number] | undefined;
  let lastWord = performance.now();
  let reminded = false;
  let foreseen: (() => string) | undefined;
  let expected: Parameters<Progress["expect"]>[0] | undefined;
  const told = new Set<string>();
  const broken = new Set<string>();
  const blockedLines = new Map<string, string[]>();
  let lastForesight = performance.now();
  const busy = () => (running.size > 0 ? [...running] : step === undefined ? [] : [step]);
  const runningLines = () => busy().map(([name, since]) => `… ${name} (${seconds(performance.now() - since, 0)})`);
  const lines = () => [...runningLines(), ...(foreseen === undefined || live === undefined ? [] : [foreseen()])];
  const live = isLive(stream) ? createLiveLines(stream) : undefined;
  const print = (message: string) => {
    if (signal.aborted) return;
    const line = redactor.text(message);
    lastWord = performance.now();
    reminded = false;
    if (live === undefined) write(stream, [line], { colours: true });
    else live.print(printable(line, { colours: true }), lines());
  };
  const tick = () => {
    if (signal.aborted) return;
    if (live !== undefined) return live.draw(lines());
    const quiet = performance.now() - lastWord;
    if (quiet < (reminded ? silence.further : silence.first)) return;
    for (const line of lines()) print(line);
    reminded = true;
  };
  const failureLines = (result: RunResult, failure: FailureDetails) => {
    told.add(wordsOf({ ...result, ...failure }));
    return renderFailure(redactor.value(failure), {
      ...look(stream),
      ...(expected !== undefined && { folder: expected.folder }),
    });
  };
  const printBlockedBy = (requirement: string) => {
    for (const line of blockedLines.get(requirement) ?? []) print(line);
    blockedLines.delete(requirement);
  };
  const timer = setInterval(tick, 250);
  timer.unref();
  const hush = () => live?.draw([]);
  signal.addEventListener("abort", hush);
  return {
    say(message) {
      step = [visibleLine(message), performance.now()];
      print(visibleLine(message));
    },
    conclude(message) {
      step = undefined;
      print(visibleLine(message));
    },
    detail(message) {
      if (verbose) print(visibleLine(message));
    },
    foresee(inWords) {
      foreseen = inWords;
    },
    began(name) {
      running.set(name, performance.now());
      if (verbose) print(`began ${name}`);
      else if (live !== undefined) tick();
    },
    expect(known) {
      expected = known;
    },
    ended(name, result) {
      const { outcome, durationMs, reason, blockedBy, secrets = [], failure } = result;
      for (const [kind, secret] of secrets) redactor.add(kind, secret);
      running.delete(name);
      const known = outcome !== "pass" && expected?.isKnown(result) === true;
      const isNew = !known && failure !== undefined && !told.has(wordsOf({ ...result, ...failure }));
      const asBefore = failure === undefined || isNew || known ? undefined : "same failure as before";
      const why =
        outcome === "pass" || outcome === "fail"
          ? asBefore
          : ((blockedBy && `blocked by ${blockedBy}`) ?? asBefore ?? reason);
      const said = why === undefined ? "" : `: ${visibleLine(stripVTControlCharacters(why).split("\n", 1)[0] ?? "")}`;
      const word = known
        ? styleText("yellow", "known", { stream })
        : styleText(colours[outcome], words[outcome], { stream });
      const line = `${word} ${name} (${seconds(durationMs, 1)})${said}`;
      if (blockedBy !== undefined && !broken.has(blockedBy))
        blockedLines.set(blockedBy, [...(blockedLines.get(blockedBy) ?? []), line]);
      else print(line);
      if (isNew) for (const line of failureLines(result, failure)) print(line);
      if (outcome === "fail") {
        broken.add(result.requirement);
        printBlockedBy(result.requirement);
      }
      const now = performance.now();
      if (live !== undefined || foreseen === undefined || now - lastForesight < foresight) return;
      lastForesight = now;
      print(foreseen());
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      signal.removeEventListener("abort", hush);
      for (const blocker of blockedLines.keys()) printBlockedBy(blocker);
      step = undefined;
      foreseen = undefined;
      running.clear();
      live?.draw([]);
    },
  };
}

/** A dumb terminal cannot move its cursor. */
function isLive(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && process.env.TERM !== "dumb";
}

function seconds(milliseconds: number, digits: number): string {
  return `${(milliseconds / 1000).toFixed(digits)} s`;
}
