import { access, constants } from "node:fs/promises";

/**
 * Checks that a path that someone named is an executable.
 *
 * @throws what `refusal` makes of the problem, such as `does not exist`
 */
export async function checkExecutable(path: string, refusal: (problem: string) => Error): Promise<void> {
  await access(path).catch(() => {
    throw refusal("does not exist");
  });
  await access(path, constants.X_OK).catch(() => {
    throw refusal("is not executable");
  });
}
