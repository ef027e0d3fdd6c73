import { formsOf } from "./secret-forms.ts";

/** A part of a text that is to be replaced. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** Whether the secret was made known, rather than recognised by its looks. */
  readonly known: boolean;
}

/** Finds known secrets, in any of their forms and in pieces. */
export interface SecretIndex {
  add(secret: string, replacement: string): void;
  find(text: string): readonly Span[];
}

/** One of the ways in which a secret is written. */
interface Form {
  readonly characters: string;
  readonly replacement: string;
}

/** A block of a form, and the next one that reads the same. */
interface Piece {
  readonly form: Form;
  readonly offset: number;
  readonly next: Piece | undefined;
}

type Blocks = Map<string, Piece>;

const shortest = 6;
/**
 * Every form is cut into blocks of this many characters, and blocks are looked up at each place of a text. Whatever piece
 * of a form is there, it holds a whole block if it has at least twice as many characters less one.
 */
const blockSize = 8;
/** A block by chance in common with something harmless is not enough. At least twice as many characters less one. */
const leastPiece = 16;

export function createSecretIndex(): SecretIndex {
  const blocks: Blocks = new Map();
  const shortForms = new Map<string, string>();
  const seen = new Set<string>();
  return {
    add(secret, replacement) {
      if (squeeze(secret).characters.length < shortest || seen.has(secret)) return;
      seen.add(secret);
      for (const characters of new Set(formsOf(secret).map((form) => squeeze(form).characters))) {
        if (characters.length >= blockSize) addBlocks(blocks, { characters, replacement });
        else if (characters.length >= shortest) shortForms.set(characters, replacement);
      }
    },
    find(text) {
      const squeezed = squeeze(text);
      const { characters } = squeezed;
      const spans = [...findBlocks(characters, blocks), ...findShort(characters, shortForms)];
      return spans.map((span) => unsqueezed(span, squeezed));
    },
  };
}

function addBlocks(blocks: Blocks, form: Form): void {
  for (let offset = 0; offset + blockSize <= form.characters.length; offset += blockSize) {
    const block = form.characters.slice(offset, offset + blockSize);
    blocks.set(block, { form, offset, next: blocks.get(block) });
  }
}

function findBlocks(text: string, blocks: Blocks): readonly Span[] {
  const spans: Span[] = [];
  if (blocks.size === 0) return spans;
  for (let at = 0; at + blockSize <= text.length; at += 1) {
    const span = longest(text, at, blocks.get(text.slice(at, at + blockSize)));
    if (span === undefined) continue;
    spans.push(span);
    // Another form of the same secret may agree with it up to here, and go on: it has a block that starts in this part.
    at = Math.max(at, span.end - 2 * blockSize);
  }
  return spans;
}

function longest(text: string, at: number, first: Piece | undefined): Span | undefined {
  let best: Span | undefined;
  for (let piece = first; piece !== undefined; piece = piece.next) {
    const span = extended(text, at, piece);
    if (lengthOf(span) > lengthOf(best)) best = span;
  }
  return best;
}

function lengthOf(span: Span | undefined): number {
  return span === undefined ? 0 : span.end - span.start;
}

function extended(text: string, at: number, { form, offset }: Piece): Span | undefined {
  const { characters, replacement } = form;
  let before = 0;
  while (before < offset && text[at - before - 1] === characters[offset - before - 1]) before += 1;
  let after = blockSize;
  while (offset + after < characters.length && text[at + after] === characters[offset + after]) after += 1;
  const enough = Math.min(leastPiece, characters.length);
  return before + after < enough ? undefined : { start: at - before, end: at + after, replacement, known: true };
}

function findShort(text: string, forms: ReadonlyMap<string, string>): readonly Span[] {
  return [...forms].flatMap(([form, replacement]) => {
    const spans: Span[] = [];
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length)) {
      spans.push({ start: at, end: at + form.length, replacement, known: true });
    }
    return spans;
  });
}

interface Squeezed {
  readonly characters: string;
  /** Where each of them is in the text that they come from. */
  readonly places: Uint32Array;
}

const gapOrRun: RegExp = /\s+|\\{1,4}(?:[nrt]|x(?=[\da-fA-F]{2}))|%|((?:(?!\\{1,4}(?:[nrt]|x[\da-fA-F]{2}))[^\s%])+)/g;

/**
 * Takes out what a secret may be interrupted by (white space, plain or escaped as in JSON, and the signs before hex octets),
 * and makes equal what encodings differ in: the case of hex digits and the two alphabets of base64.
 */
function squeeze(text: string): Squeezed {
  const places = new Uint32Array(text.length);
  const kept: string[] = [];
  let length = 0;
  for (const { 1: run, index } of text.matchAll(gapOrRun)) {
    if (run === undefined) continue;
    kept.push(levelled(run));
    for (let offset = 0; offset < run.length; offset += 1) places[length++] = index + offset;
  }
  return { characters: kept.join(""), places };
}

/** Only ASCII: other letters may change their length with their case. */
function levelled(run: string): string {
  return run
    .replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())
    .replaceAll("-", "+")
    .replaceAll("_", "/");
}

function unsqueezed(span: Span, { places }: Squeezed): Span {
  return { ...span, start: places[span.start] ?? 0, end: (places[span.end - 1] ?? 0) + 1 };
}
