import { expect } from "../harness/engine/index.ts";

/** Of what was found nothing is another than these: what Vault received speaks for itself, before anything is assumed. */
export function expectNoOther<T>(found: readonly T[], own: readonly T[], what: string): void {
  const others = found.filter((one) => !own.includes(one));
  expect(others, `other ${what}`).toEqual([]);
}
