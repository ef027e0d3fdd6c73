export async function tryAttacks(_: readonly unknown[]): Promise<readonly string[]> {
  return [];
}
