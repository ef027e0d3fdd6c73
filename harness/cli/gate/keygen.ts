import { writeFile } from "node:fs/promises";
import { type Algorithm, algorithms, generatePair } from "../../attestation/index.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../errors/index.ts";
import { named, print } from "../../text/index.ts";

/** The options of `keygen` as they were typed. */
export interface KeygenOptions {
  readonly algorithm: string;
  readonly out: string;
}

/** Makes a pair of keys: `OUT.pem`, which only its owner may read, and `OUT.pub.pem`. Never overwrites one. */
export async function keygen({ algorithm, out }: KeygenOptions): Promise<ExitStatus> {
  if (!isAlgorithm(algorithm)) {
    const remedy = `Choose among: ${algorithms.join(", ")}.`;
    throw new WrongInput("algorithm.unknown", `There is no algorithm ${named(algorithm)} here.`, remedy, { algorithm });
  }
  const pair = generatePair(algorithm);
  const files = { private: `${out}.pem`, public: `${out}.pub.pem` };
  await write(files.private, pair.private, 0o600);
  await write(files.public, pair.public, 0o644);
  print(process.stdout, [
    `private: ${named(files.private)} (for \`gate --attest\` or \`run --sign\`; keep it to yourself)`,
    `public:  ${named(files.public)} (for \`verify --key\` or \`gate --signer\`)`,
  ]);
  return exitStatus.conforms;
}

function isAlgorithm(word: string): word is Algorithm {
  return algorithms.some((one) => one === word);
}

async function write(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { mode, flag: "wx" });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    const problem = code === "EEXIST" ? "is there already" : `cannot be written (${code})`;
    throw new WrongInput(
      "key.unwritable",
      `${named(path)} ${problem}.`,
      "Choose another name with --out.",
      { path, code },
      cause,
    );
  }
}
