import { z } from "zod";

/** A file that is downloaded, by its name. */
export interface FilePin {
  readonly sha256: string;
  /** A package URL or the folder that it is published in; where a mirror stands in, the publisher all the same. */
  readonly origin: string;
}

/** A program as it is unpacked from a file of the lock, by `NAME-VERSION-PLATFORM`. */
export interface ProgramPin {
  readonly sha256: string;
  /** The name of that file. */
  readonly from: string;
}

/** A Go module, by `PATH@VERSION`. */
export interface ModulePin {
  /** Of the module's files, as `go.sum` has it. */
  readonly sum: string;
  readonly origin: string;
}

/** An image, by `REPOSITORY:TAG`. */
export interface ImagePin {
  readonly digest: string;
  readonly origin: string;
}

/** What `artifacts.lock.yaml` pins. */
export interface Pins {
  readonly schemaVersion: 1;
  readonly files: Readonly<Record<string, FilePin>>;
  readonly programs: Readonly<Record<string, ProgramPin>>;
  readonly modules: Readonly<Record<string, ModulePin>>;
  readonly images: Readonly<Record<string, ImagePin>>;
}

const hex = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hex digits are expected");
const sum = z.string().regex(/^h1:[A-Za-z0-9+/]{43}=$/, "a sum of go.sum is expected, which starts with h1:");
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 lower-case hex digits are expected");
const origin = z.string().min(1, "an origin is expected");

/** The entries of a section, by names of one form. */
function section<T>(name: RegExp, form: string, entry: z.ZodType<T>): z.ZodType<Record<string, T>> {
  const error = (issue: { readonly code?: string }) =>
    issue.code === "invalid_key" ? `${form} is expected` : undefined;
  return z.record(z.string().regex(name), entry, { error });
}

export const pinsSchema: z.ZodType<Pins> = z.strictObject({
  schemaVersion: z.literal(1, "only schemaVersion 1 is supported"),
  files: section(/^[^/\s]+$/, "the name of a file", z.strictObject({ sha256: hex, origin })),
  programs: section(
    /^[^/\s]+-[^-\s]+$/,
    "NAME-VERSION-PLATFORM",
    z.strictObject({ sha256: hex, from: origin }),
  ).default({}),
  modules: section(/^[^@\s]+@v\S+$/, "PATH@VERSION", z.strictObject({ sum, origin })),
  images: section(/^[^@\s]+:[\w.-]+$/, "REPOSITORY:TAG", z.strictObject({ digest, origin })),
});
