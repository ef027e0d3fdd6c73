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

interface Piece {
  readonly form: string;
  readonly offset: number;
  readonly replacement: string;
}

const shortest = 6;
/**
 * Every form is cut into blocks of this many characters, and blocks are looked up at each place of a text. Whatever piece
 * of a form is there, it holds a whole block if it has at least twice as many characters less one.
 */
const blockSize = 12;
/** A block by chance in common with something harmless is not enough. */
const leastPiece = 16;

export function createSecretIndex(): SecretIndex {
  const blocks = new Map<string, Piece[]>();
  const shortForms = new Map<string, string>();
  const seen = new Set<string>();
  return {
    add(secret, replacement) {
      if (squeeze(secret).characters.length < shortest || seen.has(secret)) return;
      seen.add(secret);
      const forms = new Set(formsOf(secret).map((form) => squeeze(form).characters));
      for (const form of forms) {
        if (form.length >= blockSize) addBlocks(blocks, form, replacement);
        else if (form.length >= shortest) shortForms.set(form, replacement);
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

function addBlocks(blocks: Map<string, Piece[]>, form: string, replacement: string): void {
  for (let offset = 0; offset + blockSize <= form.length; offset += blockSize) {
    const block = form.slice(offset, offset + blockSize);
    const pieces = blocks.get(block);
    if (pieces === undefined) blocks.set(block, [{ form, offset, replacement }]);
    else pieces.push({ form, offset, replacement });
  }
}

function findBlocks(text: string, blocks: ReadonlyMap<string, readonly Piece[]>): readonly Span[] {
  const spans: Span[] = [];
  if (blocks.size === 0) return spans;
  for (let at = 0; at + blockSize <= text.length; at += 1) {
    const pieces = blocks.get(text.slice(at, at + blockSize));
    const span = pieces && longest(pieces.map((piece) => extended(text, at, piece)));
    if (span === undefined) continue;
    spans.push(span);
    at = span.end - 1;
  }
  return spans;
}

function extended(text: string, at: number, { form, offset, replacement }: Piece): Span | undefined {
  let before = 0;
  while (before < offset && text[at - before - 1] === form[offset - before - 1]) before += 1;
  let after = blockSize;
  while (offset + after < form.length && text[at + after] === form[offset + after]) after += 1;
  const enough = Math.min(leastPiece, form.length);
  return before + after < enough ? undefined : { start: at - before, end: at + after, replacement, known: true };
}

function longest(spans: readonly (Span | undefined)[]): Span | undefined {
  return spans.reduce((best, span) => (lengthOf(span) > lengthOf(best) ? span : best), undefined);
}

function lengthOf(span: Span | undefined): number {
  return span === undefined ? 0 : span.end - span.start;
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

const gapOrRun: RegExp = /\s+|\\{1,4}[nrt]|((?:(?!\\{1,4}[nrt])\S)+)/g;

/** Takes out white space, plain or escaped as in JSON, so that a secret that is split over lines is in one piece. */
function squeeze(text: string): Squeezed {
  const places = new Uint32Array(text.length);
  const kept: string[] = [];
  let length = 0;
  for (const { 1: run, index } of text.matchAll(gapOrRun)) {
    if (run === undefined) continue;
    kept.push(run);
    for (let offset = 0; offset < run.length; offset += 1) places[length++] = index + offset;
  }
  return { characters: kept.join(""), places };
}

function unsqueezed(span: Span, { places }: Squeezed): Span {
  return { ...span, start: places[span.start] ?? 0, end: (places[span.end - 1] ?? 0) + 1 };
}
