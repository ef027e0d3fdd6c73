import { styleText } from "node:util";
import type { ScenarioListener } from "../run/index.ts";

/** What a run says while it works, on standard error. */
export interface Progress extends ScenarioListener {
  say(message: string): void;
}

const words = { pass: "pass", fail: "FAIL", error: "ERROR", unsupported: "unsupported" } as const;

/** A live last line on a terminal, plain lines otherwise. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  const live = stream.isTTY === true;
  const running = new Set<string>();
  const print = (line: string) => stream.write(live ? `\r\u001b[K${line}\n` : `${line}\n`);
  const refresh = () => {
    if (live && running.size > 0) stream.write(`\r\u001b[K… ${[...running].join(", ")}`.slice(0, stream.columns));
  };
  return {
    say(message) {
      print(message);
      refresh();
    },
    began(name) {
      running.add(name);
      refresh();
    },
    ended(name, { outcome, durationMs }) {
      running.delete(name);
      const colour = outcome === "pass" ? "green" : outcome === "unsupported" ? "yellow" : "red";
      const word = live ? styleText(colour, words[outcome], { stream }) : words[outcome];
      print(`${word} ${name} (${(durationMs / 1000).toFixed(1)} s)`);
      refresh();
    },
  };
}
