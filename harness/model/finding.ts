/** Something that a start did and must not do, whatever the scenario is about. */
export interface Finding {
  /** The requirement that is about it. */
  readonly requirement: string;
  /** Such as "a restart: the JWT is in /tmp/login.json after the start". */
  readonly sentence: string;
  /** It is not known: this could not be seen. */
  readonly isUnseen?: true;
}
