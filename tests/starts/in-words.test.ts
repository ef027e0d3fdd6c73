import { expect, test } from "vitest";
import { inWords } from "../../harness/engine/starts/index.ts";
import type { FileState, Watched } from "../../harness/engine/starts/record.ts";
import { createRedactor } from "../../harness/redaction/index.ts";
import { toolsFolder } from "../../harness/runtime/index.ts";

const secret = `hvs.${"A1b2C3d4".repeat(60)}`;

function state(path: string, mode: number): FileState {
  return { path, mode, owner: 1000, size: 95, isOpen: false, content: undefined };
}

function watched(changes: Watched["changes"], all: readonly (readonly string[])[]): Watched {
  const processes = all.map((args, pid) => ({ pid, args, environment: [] }));
  return { changes, processes, states: [], othersLive: true, unseen: [], longestPause: 20 };
}

test("what a start did is said of files and processes, without the harness's own and without secrets", () => {
  const [made, changed, gone] = ["/home/coder/.vault-token", "/home/coder/.profile", "/tmp/work"];
  const redactor = createRedactor();
  redactor.add("vault-token", secret);

  const { files, processes } = inWords(
    watched(
      [
        { path: made, before: undefined, after: state(made, 0o100600) },
        { path: changed, before: state(changed, 0o100644), after: state(changed, 0o100666) },
        { path: gone, before: state(gone, 0o100600), after: undefined },
      ],
      [
        ["sh", "-c", `vault\nlogin ${secret}`],
        ["cut", "-d", " "],
        ["cut", "-d", " "],
        [`${toolsFolder}/stat`, made],
      ],
    ),
    redactor,
  );

  expect(files).toEqual([
    `${made} was created: mode 0600, 95 bytes`,
    `${changed} was changed: mode 0666, 95 bytes`,
    `${gone} was removed`,
  ]);
  expect(processes).toEqual([expect.stringMatching(/^sh -c vault login <redacted:vault-token:\w{6}>$/), "cut -d "]);
});

test("of very much the first is said, and how much more there is", () => {
  const all = Array.from({ length: 250 }, (_, at) => ["touch", `file-${at}`]);

  const { processes } = inWords(watched([], all), createRedactor());

  expect(processes).toHaveLength(101);
  expect(processes.at(-1)).toBe("and 150 more");
});
