import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { unreadable } from "./problems.ts";

/**
 * Opens a file of a module for reading, and nothing that has taken its place meanwhile: a link is not followed, and
 * opening a FIFO does not wait.
 *
 * @throws WrongInput `subject.unreadable`
 */
export async function openContent(path: string): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((cause: unknown) => {
    throw unreadable(path, "it cannot be read", cause);
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw unreadable(path, "it is not a regular file");
}
