import { basename } from "node:path";
import { CannotRunHere, HarnessError } from "../../errors/index.ts";
import type { ArtifactOptions } from "../types.ts";
import { pinsFile, readPins } from "./read-pins.ts";

/** What a publisher offers, and the digest that it says or that was found. */
interface Offer {
  readonly name: string;
  readonly digest: string;
  /** Where it was found, as it reads in a sentence. */
  readonly from: string;
}

/** Throws {@link CannotRunHere} (`artifacts.altered`) where a file is pinned with another SHA-256 than the offered one. */
export async function checkFile(offer: Offer, { pins }: Pick<ArtifactOptions, "pins">): Promise<void> {
  compare(offer, (await readPins(pins)).files[offer.name]?.sha256, pins);
}

/** Throws {@link CannotRunHere} (`artifacts.altered`) where a Go module is pinned with another sum than the offered one. */
export async function checkModule(offer: Offer, { pins }: Pick<ArtifactOptions, "pins">): Promise<void> {
  compare(offer, (await readPins(pins)).modules[offer.name]?.sum, pins);
}

/** Throws {@link CannotRunHere} (`artifacts.altered`) where a program is pinned with another SHA-256 than the one that was unpacked. */
export function checkProgram(
  offer: Omit<Offer, "from">,
  pinned: string | undefined,
  { pins }: Pick<ArtifactOptions, "pins">,
): void {
  compare({ ...offer, from: "as it was unpacked" }, pinned, pins);
}

/** By what an image is pulled: its digest where it is pinned, else its name. */
export async function pullName(image: string): Promise<string> {
  const digest = (await readPins()).images[image]?.digest;
  return digest === undefined ? image : `${image.slice(0, image.lastIndexOf(":"))}@${digest}`;
}

/** Whether someone offers other content than is pinned: no reason to look for another way, but to stop. */
export function isAltered(error: unknown): boolean {
  return error instanceof HarnessError && error.code === "artifacts.altered";
}

function compare({ name, digest, from }: Offer, pinned: string | undefined, file: string = pinsFile): void {
  if (pinned === undefined || pinned === digest) return;
  throw new CannotRunHere(
    "artifacts.altered",
    `${name} has the digest ${digest} ${from}, and ${basename(file)} pins ${pinned}.`,
    "Do not use it: a published file never changes. Find out what alters downloads on the network.",
    { name, expected: pinned, actual: digest, from },
  );
}
