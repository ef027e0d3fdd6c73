/** A program that a process of a machine was seen to run. */
export interface SeenProcess {
  readonly pid: number;
  /** For everybody on the machine to read. */
  readonly args: readonly string[];
  /** `undefined` where only root may read it. */
  readonly environment: readonly string[] | undefined;
}

/** A file, folder or link at one moment. */
export interface FileState {
  readonly path: string;
  /** Type and permission bits, as in `st_mode` of stat(2). */
  readonly mode: number;
  /** The id of its user. */
  readonly owner: number;
  /** In bytes. */
  readonly size: number;
  /** Others can read it, by its mode and by those of the folders above it. */
  readonly isOpen: boolean;
  /** Of a regular file of at most 64 KiB, or where a link leads to; `undefined` where it was not read. */
  readonly content: Buffer | undefined;
}

/** A file that a start has made, changed or removed. */
export interface FileChange {
  readonly path: string;
  readonly before: FileState | undefined;
  readonly after: FileState | undefined;
}

/** What was seen on a machine between the beginning and the end of a watch. */
export interface Watched {
  readonly processes: readonly SeenProcess[];
  readonly changes: readonly FileChange[];
  /** What files were like in between, in the order in which it was seen. */
  readonly states: readonly FileState[];
  /** A process of the person's own lived through it. */
  readonly othersLive: boolean;
  /** What could not be seen, in words; empty where all was. */
  readonly unseen: readonly string[];
  /**
   * Milliseconds for which it was blind to processes at most: what lived as long was seen. Told by a clock that goes in steps of
   * 10 ms, it is 20 or more.
   */
  readonly longestPause: number;
}

/** What one kind of session finds. */
export interface SessionState {
  /** Such as `coder ssh`. */
  readonly kind: string;
  readonly exitCode: number;
  /** What it printed before the command that was asked of it. */
  readonly printed: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Options, aliases, functions and the umask, a line each, as the shell prints them. */
  readonly settings: readonly string[];
  /** The permission bits of the folders of PATH, by their names there; those that are missing are left out. */
  readonly folders: ReadonlyMap<string, number>;
}

/** What the sessions of a workspace find before a start's scripts and after them. */
export interface SessionsAround {
  readonly before: readonly SessionState[];
  readonly after: readonly SessionState[];
}

/** What earlier starts have made and changed on a machine. */
export interface Origins {
  readonly made: ReadonlySet<string>;
  /** Contents before the first change, by path. */
  readonly contents: ReadonlyMap<string, Buffer | undefined>;
}

/** All that is known of one start. */
export interface StartRecord {
  /** What the start is called in a finding. */
  readonly what: string;
  readonly home: string;
  readonly watched: Watched;
  readonly sessions: SessionsAround;
  /** Files as they were before an earlier start changed them; those that a start has made are in `made`. */
  readonly origins: Origins;
  readonly jwt: string;
  /** The tokens that Vault has issued to it, as far as Vault's audit log has them. */
  readonly tokens: readonly string[];
  /** Logins by how Vault answered them. */
  readonly logins: { readonly accepted: number; readonly refused: number };
  /** Accessors of live tokens that were issued to it and are neither in a shell nor in a file. */
  readonly forgotten: readonly string[];
  /** The names that were looked up, and those that may be: the hosts that the start was given. */
  readonly names: ReadonlySet<string>;
  readonly hosts: ReadonlySet<string>;
  /** Hosts that have no need of the JWT and were sent it. */
  readonly recipients: readonly string[];
  /** How many scripts of the module ran. */
  readonly scripts: number;
  /** What the scripts printed. */
  readonly log: string;
  /** The texts that the agent itself gives to a shell. */
  readonly texts: readonly string[];
}
