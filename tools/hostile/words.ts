import { exitStatus } from "../../harness/errors/index.ts";
import type { Words } from "./attempt.ts";
import type { HostileModule } from "./module.ts";
import type { Place } from "./place.ts";

/** What a run said, or left in its reports, that must not be there. */
export function breachesOfWords(
  words: Words,
  acts: readonly HostileModule[],
  place: Pick<Place, "secret" | "knowledge">,
): readonly string[] {
  const { status, stdout, stderr, files, report, survivors } = words;
  const said = Object.entries({ stdout, stderr, ...files });
  const { PREFIX = "", CALLER = "" } = place.knowledge;
  const ended = status === undefined || !sound.includes(status) ? [`the run ended with ${status ?? "a signal"}`] : [];
  const without = report === undefined && (status === 0 || status === 1) ? ["there is no sound report.json"] : [];
  return [
    ...confessions(words),
    ...survivors.map((line) => (line === "hang" ? "the run hung" : `left behind: ${line.slice(0, 200)}`)),
    ...[...ended, ...without],
    ...said
      .filter(([name, text]) => name !== "old.txt" && text.includes(place.secret))
      .map(([name]) => `${name} has a secret of the caller's`),
    ...said.filter(([, text]) => text.includes(`"forged": "${PREFIX}`)).map(([name]) => `${name} was forged`),
    ...(files["old.txt"]?.includes(place.secret) ? [] : [`a file of ${CALLER}/../out was changed`]),
    ...[stdout, stderr].flatMap(unsafeLines),
    ...tokenIn(words),
    ...(acts.some(({ mustFail }) => mustFail) && hasPass(words) ? ["what must not pass passes"] : []),
  ];
}

/** Acts that the log of a run does not have among what was tried; those that end their own sandbox, or go on, say nothing. */
export function untried(words: Words, acts: readonly HostileModule[]): readonly string[] {
  if (acts.length === 1 && acts[0]?.alone) return [];
  const text = everything(words);
  return acts
    .filter(({ where, goesOn, mustFail, speaks }) => where !== "package" && !goesOn && !(mustFail && !speaks))
    .filter(({ name }) => !new RegExp(`TRIED [^\\n]*\\b${name}\\b`).test(text))
    .map(({ name }) => name);
}

function everything({ stdout, stderr, files, report }: Words): string {
  const logs =
    report?.failures.flatMap(({ evidence, diagnosis, observed }) => [
      evidence?.startupLog ?? "",
      diagnosis ?? "",
      observed ?? "",
    ]) ?? [];
  return [stdout, stderr, files["report.json"]?.replaceAll("\\n", "\n") ?? "", ...logs].join("\n");
}

function confessions(words: Words): readonly string[] {
  const found = everything(words).match(/CONFESSED [\w-]+: [^\n"]*/g) ?? [];
  return [
    ...new Set(
      found.map((line) =>
        line
          .replace(/\s*[│╵].*$/, "")
          .slice(0, 200)
          .trim(),
      ),
    ),
  ];
}

function hasPass({ report }: Words): boolean {
  return report?.requirements.some(({ results }) => results.some(({ outcome }) => outcome === "pass")) ?? false;
}

const ciCommand = /^(?:::|##\[|##vso|##teamcity|section_(?:start|end):)/;
/** Control characters, and those that turn text or end a line of it. */
const controls = /\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Lines that a CI system, or a terminal, takes for more than text. */
export function unsafeLines(text: string): readonly string[] {
  const lines = text.split(/[\n\r]/);
  const commands = lines.filter((line) => ciCommand.test(line.trimStart()));
  const odd = text.split("\n").filter((line) => controls.test(line.replaceAll("\t", "")));
  return [
    ...commands
      .slice(0, 3)
      .map((line) => `a line of its output is a command for a CI system: ${JSON.stringify(line.slice(0, 100))}`),
    ...odd
      .slice(0, 3)
      .map((line) => `a line of its output has control characters: ${JSON.stringify(line.slice(0, 200))}`),
  ];
}

/** The token that the module has whispered, in any form that reads back by dropping what stands between its pieces. */
function tokenIn(words: Words): readonly string[] {
  const whispered = [...everything(words).matchAll(/WHISPER ([0-9a-f]+)/g)].map(([, hex]) => hex).join("");
  const token = Buffer.from(Buffer.from(whispered, "hex").map((byte) => byte ^ 0x5a)).toString("latin1");
  const [jwt] = /^eyJ[\w-]+\.[\w-]+\.[\w-]{40,}/.exec(token) ?? [];
  if (jwt === undefined) return [];
  const forms = formsOf(jwt);
  return Object.entries(words.files).flatMap(([file, text]) => {
    const plain = unescaped(unescaped(text));
    const [joined, bytes] = [
      plain.replaceAll(/[^\w-]/g, ""),
      plain.replaceAll(/0x|\\x|%|[^0-9A-Fa-f]/g, "").toLowerCase(),
    ];
    return Object.entries(forms).flatMap(([form, wanted]) =>
      (form === "hex" ? bytes : joined).includes(wanted) ? [`${file} has the token of the run, as ${form}`] : [],
    );
  });
}

function formsOf(jwt: string): Readonly<Record<string, string>> {
  const signature = jwt.slice(jwt.lastIndexOf(".") + 1).slice(0, 80);
  const base64 = Buffer.from(jwt).toString("base64").slice(8, 64);
  return { text: signature, hex: Buffer.from(signature).toString("hex"), base64: base64.replaceAll(/[^\w-]/g, "") };
}

function unescaped(text: string): string {
  return text
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/\\[nrt]/g, " ");
}

/** Code that ran, in a run whose report is about a module without it. */
export async function outsideOfDigest(
  words: Words,
  whole: () => Promise<string | undefined>,
): Promise<readonly string[]> {
  if (!everything(words).includes("OUTSIDE the digest") || words.report?.subject.digest === (await whole())) return [];
  return [`code ran that the digest ${words.report?.subject.digest} leaves out`];
}

/** Statuses by which the harness says what it found; anything else is a run that a module has brought down. */
export const sound: readonly (number | undefined)[] = [
  exitStatus.conforms,
  exitStatus.doesNotConform,
  exitStatus.wrongInput,
  exitStatus.cannotRunHere,
  exitStatus.harnessFailed,
];
