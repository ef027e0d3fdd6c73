/** A file and a line, to be put behind the name of what stands there. */
export function placed(place: string | undefined): string {
  return place === undefined ? "" : ` (${place})`;
}
