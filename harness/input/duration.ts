const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds of a word such as `90m`, `36h`, `30d` or `2w`; `undefined` for what is none. */
export function readDuration(word: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,4})([mhdw])$/.exec(word) ?? [];
  if (count === undefined || !isUnit(unit)) return undefined;
  return Number(count) * units[unit];
}

function isUnit(word: string | undefined): word is keyof typeof units {
  return word !== undefined && Object.hasOwn(units, word);
}
