const units = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** Bytes of a word such as `500MiB` or `1.5GiB`; `undefined` for what is none. */
export function readSize(word: string): number | undefined {
  const [, count, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(KiB|MiB|GiB)$/.exec(word) ?? [];
  if (count === undefined || !isUnit(unit)) return undefined;
  return Math.round(Number(count) * units[unit]);
}

function isUnit(word: string | undefined): word is keyof typeof units {
  return word !== undefined && Object.hasOwn(units, word);
}

/** Such as `71.3 MiB`. */
export function sizeInWords(bytes: number): string {
  const unit = bytes >= units.GiB ? "GiB" : bytes >= units.MiB ? "MiB" : "KiB";
  return `${(bytes / units[unit]).toFixed(1)} ${unit}`;
}
