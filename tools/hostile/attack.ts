/** An attack on what judges a module, as data: on the gate, on `verify`, on the cache, or on a run. */
export interface Attack {
  readonly name: string;
  /** One sentence. */
  readonly tries: string;
  /** What must not come of it, beside output that commands a CI system, a status that says nothing, or a hang. */
  readonly mustNot: string;
  /** Bash by guest/release.sh, in a folder with a module, reports of it, policies, keys and an attestation. */
  readonly act: string;
  /** The command that must refuse. */
  readonly command: string;
  /** It may accept: what must not happen is something else. */
  readonly mayAccept?: true;
  /** Bash after the command, which confesses what must not be. */
  readonly after?: string;
}
