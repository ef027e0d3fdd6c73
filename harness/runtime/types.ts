import type { Server } from "node:http";
import type { AgentKind, RuntimeKind } from "../model/index.ts";

/** What a run is called and where its files are; everything that it starts carries its id. */
export interface RunScope {
  /** Short, unique, safe in names of files, containers and networks. */
  readonly id: string;
  /** Absolute path of the run's own temporary folder. */
  readonly folder: string;
  /** Whether the folder stays after the run, with what workspaces have written. */
  readonly keep?: boolean;
}

/** Makes networks, each with servers and machines of its own. */
export interface Runtime {
  readonly kind: RuntimeKind;
  network(): Promise<Network>;
}

/** A server that lives in the harness's process. */
export interface Published {
  readonly server: Server;
  readonly names: readonly string[];
}

/**
 * A network of the run's own. Names given here resolve inside it and nowhere else;
 * whatever lives in it is stopped when it is disposed.
 */
export interface Network extends AsyncDisposable {
  /**
   * Makes HTTPS servers that live in the harness's process reachable at port 443, each under its names. They must not
   * be listening yet; connections are handed to them.
   */
  publish(...servers: readonly Published[]): Promise<void>;
  /** Starts a server program in the network and waits until `ready` holds. */
  service(spec: ServiceSpec): Promise<Service>;
  /**
   * Starts a machine for a workspace: one person, nothing running.
   *
   * @throws HarnessFault `runtime.needed` where its specification takes away what the harness runs there
   * @throws CannotRunHere `runtime.busybox` where it needs what busybox provides, and none is here
   */
  machine(spec: MachineSpec): Promise<Machine>;
  /**
   * Whether machines of a kind have a program, unless their specification takes it away. What is missing would have to be
   * installed on this machine (process) or be in the workspace's image (docker).
   */
  offers(program: string, kind: AgentKind): Promise<boolean>;
  /** Files of machines that it changes while they run, such as the one with its names. */
  readonly ownFiles: readonly string[];
  /** Records the names outside of it that machines look up, in lower case, until the returned function is called. */
  watchNames(): () => ReadonlySet<string>;
  /** Whether the harness brings this one of its tools into machines, whatever they have themselves. */
  brings(program: string): Promise<boolean>;
}

export interface ServiceSpec {
  /** The name it has in the network, such as `vault.example.com`. */
  readonly hostname: string;
  /** Absolute path of an executable on this machine. */
  readonly executable: string;
  /** An image that has the executable under the same name (docker only). */
  readonly image?: string;
  /** May hold `{folder}`, the folder of `files` as the program sees it, and `{address}`, the address to listen at. */
  readonly args: readonly string[];
  /** With the same words (process only). */
  readonly environment: Readonly<Record<string, string>>;
  /** File name to content, with the same words. */
  readonly files: Readonly<Record<string, string>>;
  /** The TCP port for the harness (docker), and the unix socket `{folder}/api.sock` (process). */
  readonly port: number;
  /** Whether the listener at `port` speaks TLS. The unix socket never does. */
  readonly tls: boolean;
  /** Further files and folders of this machine that it reads, by where it finds them (process only). */
  readonly reads?: Readonly<Record<string, string>>;
  /** It goes by interfaces other than loopback's: the network gets one, which leads nowhere (process only). */
  readonly needsInterface?: true;
  /** It refuses to run as root, even as the root of its sandbox (process only). */
  readonly asPerson?: true;
}

/** How the harness reaches a service. */
export interface Endpoint {
  readonly url: string;
  /** The name that its certificate has to be for, where that is not the URL's (docker). */
  readonly servername?: string;
  /** The unix socket behind the URL (process). */
  readonly socketPath?: string;
}

export interface Service extends AsyncDisposable {
  readonly endpoint: Endpoint;
  /** Complete lines of its standard output so far (Vault's audit device writes there). */
  readonly output: readonly string[];
  /** Complete lines of its standard error so far. */
  readonly errors: readonly string[];
  /** Resolves at the next line on either stream, or when the service ends. */
  changed(): Promise<void>;
  running(): boolean;
}

export interface MachineSpec {
  readonly kind: AgentKind;
  /** The certificates (PEM) of what the image trusts; empty: the system's own. */
  readonly trustedCertificates: string;
  /** Executables of this machine, put into the workspace at the given absolute paths, outside of PATH. */
  readonly executables: Readonly<Record<string, string>>;
  /**
   * Commands that this machine does not have, such as `curl`; without `sudo`, its user cannot become root. They are
   * nowhere in PATH, also not with a version in their name. A command that its kind does not have may be listed too.
   * Some commands cannot be left out: see {@link canLack}.
   */
  readonly without?: readonly string[];
  /** Commands that busybox provides there, in place of others of that name. */
  readonly busybox?: readonly string[];
  /**
   * What `uname -m`, `-p` and `-i`, `arch`, `dpkg --print-architecture` and Bash's HOSTTYPE and MACHTYPE say, such as
   * `aarch64`. Stand-ins and variables say it: the machine's programs and its kernel stay what they are, and so does what
   * `/proc` and busybox say.
   */
  readonly architecture?: string;
  /** The kernel itself names a 32-bit architecture, such as `i686`, to all commands (personality(2), PER_LINUX32). */
  readonly is32Bit?: boolean;
}

export interface Command {
  readonly argv: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Default: the user's home. */
  readonly cwd?: string;
  /** Default: the workspace's user, `coder`. */
  readonly user?: "coder" | "root";
  /** As the shell's `umask` takes it, such as `077`; default: 022. */
  readonly umask?: string;
  readonly stdin?: string | Buffer;
  /** Called with each piece of output as it comes. */
  readonly onOutput?: (chunk: Buffer, stream: "stdout" | "stderr") => void;
  /** When aborted, the command is ended with all that it has started (docker: in its process group). */
  readonly signal?: AbortSignal;
  /** Called when the command itself has ended, whatever it has left behind that holds its output. */
  readonly onEnd?: () => void;
  /** When aborted, the output of a command that has ended is not waited for any longer; what holds it is left running. */
  readonly letGo?: AbortSignal;
  /** It is to have the processor when it asks for it, where the harness may say so: as root, in the process runtime. */
  readonly urgent?: true;
}

export interface CommandResult {
  /** 128 + N where a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order in which they came. */
  readonly output: string;
  /** Something that the command left behind still held its output when the harness stopped waiting for it. */
  readonly held?: true;
}

/** A machine for a workspace, with the files and processes of one person. */
export interface Machine extends AsyncDisposable {
  /** The bounds of what it can take of this machine that it has come to, in words such as `512 processes`. */
  reached(): Promise<readonly string[]>;
  readonly home: string;
  /** What a process of a fresh machine has: HOME, PATH, USER, LANG … */
  readonly environment: Readonly<Record<string, string>>;
  run(command: Command): Promise<CommandResult>;
  /** Content of a file, as root; `undefined` where there is none. */
  readFile(path: string): Promise<Buffer | undefined>;
  /** Writes a file as root, owned by `owner` (default `coder`), with the given mode (default 0644), parents included. */
  writeFile(
    path: string,
    content: string | Buffer,
    options?: { mode?: number; owner?: "coder" | "root" },
  ): Promise<void>;
}
