import type { Attack } from "../attack.ts";

const server = 'entry=$(ls -d "$CACHE"/openbao-*-linux_*64 | head -n 1); bao=$entry/bao; record=$entry.json';
const provider =
  'entry=$(ls -d "$CACHE"/terraform-provider-coder-*64 | head -n 1); program=$(find "$entry" -name "terraform-provider-coder*" -type f | head -n 1); record=$entry.json';

/** As who can write to the cache would do it: the program and what the cache says of it fit. */
const recordOf = (file: string) =>
  `old=$(sha256sum < "$kept" | cut -d ' ' -f 1); new=$(sha256sum < ${file} | cut -d ' ' -f 1); for one in "$record" "$CACHE"/*.json; do [ ! -f "$one" ] || sed -i "s/$old/$new/g" "$one"; done`;

const refused: Readonly<Record<string, readonly [tries: string, act: string]>> = {
  "program-with-its-record": [
    "Replaces the server's program together with its record.",
    `${server}; kept=$PLACE/kept; cp "$bao" "$kept"; chmod u+w "$bao"; printf x >> "$bao"; ${recordOf('"$bao"')}`,
  ],
  "program-alone": ["Changes a byte of the server's program.", `${server}; chmod u+w "$bao"; printf x >> "$bao"`],
  "provider-with-its-record": [
    "Replaces the provider together with its record.",
    `${provider}; kept=$PLACE/kept; cp "$program" "$kept"; chmod u+w "$program"; printf x >> "$program"; ${recordOf('"$program"')}`,
  ],
  "provider-beside": [
    "Puts a newer provider beside the one that is used.",
    `${provider}; folder=$(dirname "$(dirname "$program")"); cp -r "$folder" "$(dirname "$folder")/99.0.0"; mv "$(dirname "$folder")"/99.0.0/*/terraform-provider-coder* "$(dirname "$folder")/99.0.0/$(basename "$(dirname "$program")")/terraform-provider-coder_v99.0.0"`,
  ],
  "link-for-a-program": [
    "Puts a link to another program in the place of the server's.",
    `${server}; cp "$bao" other; printf x >> other; rm -f "$bao"; ln -s "$PWD/other" "$bao"`,
  ],
  "link-for-an-entry": [
    "Puts a link to another folder in the place of an entry.",
    `${server}; cp -r "$entry" other; printf x >> other/bao; mv "$entry" "$entry.old"; ln -s "$PWD/other" "$entry"`,
  ],
  "record-that-leads-out": [
    "Has a record whose file is elsewhere.",
    `${server}; cp "$bao" "$PLACE/elsewhere"; printf x >> "$PLACE/elsewhere"; edit "$record" 'it.file = "../../elsewhere"; it.path = "../../elsewhere"; it.sha256 = createHash("sha256").update(require("node:fs").readFileSync(process.env.PLACE + "/elsewhere")).digest("hex")' || true`,
  ],
  "another-version": [
    "Gives an older program under the name of this version's entry.",
    `${server}; printf '#!/bin/sh\\necho OpenBao v2.7.2\\n' > "$bao"; chmod 755 "$bao"`,
  ],
};

const bounded: Readonly<Record<string, readonly [tries: string, act: string]>> = {
  "pipe-for-a-program": ["Puts a pipe in the place of a program.", `${server}; rm -f "$bao"; mkfifo "$bao"`],
  "pipe-for-a-record": ["Puts a pipe in the place of a record.", `${server}; rm -f "$record"; mkfifo "$record"`],
  "device-for-a-record": [
    "Puts a link to an endless device in the place of a record.",
    `${server}; ln -sf /dev/zero "$record"`,
  ],
  "huge-record": ["Has a record of 1 TiB.", `${server}; truncate -s 1T "$record"`],
  "held-for-ever": [
    "Leaves locks that nobody lets go.",
    `${server}; mkdir -p "$entry.lock" "$CACHE/$(basename "$entry").lock"; touch -d '+10 years' "$entry.lock"`,
  ],
  "no-rights": ["Takes the right to read an entry.", `${server}; chmod 000 "$bao"`],
  "link-for-the-temporary-folder": [
    "Puts a link in the place of the folder for what is being fetched.",
    'rm -rf "$CACHE/tmp"; mkdir "$PLACE/victim"; touch "$PLACE/victim/kept"; ln -s "$PLACE/victim" "$CACHE/tmp"',
  ],
};

/** A cache that somebody who is not the harness has written to; no registry is asked, so nothing can be fetched again. */
export const cacheAttacks: readonly Attack[] = [
  ...Object.entries(refused).map(
    ([name, [tries, act]]): Attack => ({
      name: `cache-${name}`,
      tries,
      mustNot: "A run takes what is there without a word.",
      act,
      command: "run",
    }),
  ),
  ...Object.entries(bounded).map(
    ([name, [tries, act]]): Attack => ({
      name: `cache-${name}`,
      tries,
      mustNot: "A run hangs, or ends with another status than its own.",
      act,
      command: "run",
      mayAccept: true,
      after: '[ ! -d "$PLACE/victim" ] || [ -f "$PLACE/victim/kept" ] || confess "a file of somebody else went"',
    }),
  ),
  {
    name: "cache-cleaned-by-link",
    tries: "Puts links to folders of the caller into the cache, for `clean --cache` to follow.",
    mustNot: "A file of the caller goes.",
    act: 'mkdir "$PLACE/victim"; touch "$PLACE/victim/kept"; ln -s "$PLACE/victim" "$CACHE/openbao-9.9.9-linux_amd64"; ln -s "$PLACE/victim" "$CACHE/victim"; ln -s "$PLACE/victim" "$CACHE/sha256/aa"',
    command: "conform clean --cache",
    mayAccept: true,
    after: '[ -f "$PLACE/victim/kept" ] || confess "a file of the caller went"',
  },
];
