/** A program that took part, such as a server, with the version that it gave itself. */
export interface Program {
  readonly name: string;
  readonly version: string;
}

/** Where a program came from: an option named it, it was on PATH, or it was fetched in one of the ways that verify what they fetch. */
export type ProgramOrigin = "named" | "path" | "image" | "release" | "package" | "source";

/** A program of a cell: what it was, by its content. Reports of earlier versions name it only. */
export interface UsedProgram extends Program {
  /** Of the executable, in hexadecimal; left out where a release's archives are served as they are. */
  readonly sha256?: string;
  readonly origin?: ProgramOrigin;
  /** Where it came in an image that a registry has: the image with its digest. */
  readonly image?: string;
}

/** The Vault CLI's releases that the agent was offered. */
export interface Cli extends UsedProgram {
  readonly archives: "genuine" | "stand-in";
}
