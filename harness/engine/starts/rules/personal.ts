import { isFolder, isOfOneKind, octal } from "../file-mode.ts";
import type { FileChange, StartRecord } from "../record.ts";

/** Where a module may add lines: what shells read, also where a folder of dotfiles has it and the home a link. */
const profile =
  /\/(?:(?:\.|dot_)?(?:profile|bash_profile|bash_login|bashrc|zshenv|zprofile|zshrc|zlogin|kshrc|shrc)|config\.fish)$/;
/** Who logs in anew has this one written anew, by the CLI too. */
const isToken = (path: string): boolean => path.endsWith("/.vault-token");

/** START-03: the person's own files, byte for byte but for lines that are added to profiles and marked. */
export function personalFiles({ watched, home, origins }: StartRecord): readonly string[] {
  const own = watched.changes.filter(({ path, before }) => {
    return (
      before !== undefined &&
      !isFolder(before) &&
      path.startsWith(`${home}/`) &&
      !origins.made.has(path) &&
      !isToken(path)
    );
  });
  return own.flatMap((change) => changesOf(change, origins.contents.get(change.path)));
}

function changesOf({ path, before, after }: FileChange, original: Buffer | undefined): readonly string[] {
  if (before === undefined) return [];
  if (after === undefined) return [`${path} was removed`];
  if (!isOfOneKind(before, after)) return [`${path} is another kind of file now`];
  return [
    ...(before.mode === after.mode ? [] : [`the mode of ${path} was ${octal(before)} and is ${octal(after)}`]),
    ...(before.owner === after.owner ? [] : [`${path} belongs to another user now`]),
    ...contentChange(path, [original ?? before.content, before.content, after.content]),
  ];
}

function contentChange(
  path: string,
  [original, before, after]: readonly [Buffer | undefined, Buffer | undefined, Buffer | undefined],
): readonly string[] {
  if (original === undefined || before === undefined || after === undefined || before.equals(after)) return [];
  if (!profile.test(path)) return [`${path} was changed`];
  const [earlier = [], added] = [before, after].map((text) =>
    addedTo(original.toString("latin1"), text.toString("latin1")),
  );
  if (added === undefined) return [`lines of ${path} that were there are gone or changed`];
  if (earlier.length > 0 && added.length > earlier.length) return [`a second start added lines to ${path}`];
  const isMarked = added.length === 0 || added.some((line) => /#.*\S/.test(line));
  return isMarked ? [] : [`what was added to ${path} has no comment that says where it comes from`];
}

/** The lines that one text has beside those of another, in their order; `undefined` where a line of the other is gone. */
function addedTo(before: string, after: string): readonly string[] | undefined {
  const due = before.split("\n");
  // The last piece is no line: what is added must not go on with it.
  const last = due.pop() ?? "";
  if (last !== "") due.push(last);
  const added: string[] = [];
  let place = 0;
  for (const line of after.split("\n")) {
    if (place < due.length && line === due[place]) place += 1;
    else if (line !== "") added.push(line);
  }
  return place === due.length ? added : undefined;
}
