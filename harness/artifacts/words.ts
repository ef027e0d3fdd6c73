import semver from "semver";
import { WrongInput } from "../errors/index.ts";
import { quoted } from "../text/index.ts";

/** What a word such as `vault@1.13.1` asks for. */
export interface Wanted {
  readonly name: string;
  /** `undefined`: whichever is here already, else the newest. */
  readonly version: string | undefined;
}

/** The names that a kind of word may have, and what they stand for. */
interface Vocabulary {
  readonly what: string;
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly example: string;
}

const servers: Vocabulary = {
  what: "server",
  code: "server.malformed",
  names: { vault: "vault", bao: "openbao", openbao: "openbao" },
  example: "vault@1.13.1, openbao@2.7.2, vault or openbao",
};

const terraforms: Vocabulary = {
  what: "Terraform",
  code: "terraform.malformed",
  names: { terraform: "terraform", tofu: "tofu", opentofu: "tofu" },
  example: "terraform, terraform@1.11.4, tofu or tofu@1.10.10",
};

/** Reads a server's word; throws {@link WrongInput} (`server.malformed`). */
export function parseServer(word: string): Wanted {
  return parseWord(word, servers);
}

/** Reads a Terraform's word; throws {@link WrongInput} (`terraform.malformed`). */
export function parseTerraform(word: string): Wanted {
  return parseWord(word, terraforms);
}

/** Reads `name` or `name@version`; throws {@link WrongInput} where it is neither. */
function parseWord(word: string, vocabulary: Vocabulary): Wanted {
  const [, alias = "", version] = /^([a-z]+)(?:@(.*))?$/s.exec(word) ?? [];
  const name = Object.hasOwn(vocabulary.names, alias) ? vocabulary.names[alias] : undefined;
  if (name === undefined) throw malformed(word, vocabulary, "the name is unknown");
  if (version !== undefined && !isVersion(version)) {
    throw malformed(word, vocabulary, `${quoted(version)} is not a version with three numbers`);
  }
  return { name, version };
}

/** Whether `text` is a version and nothing else; a build part (`1.15.0+ent`) is one of Vault's editions. */
export function isVersion(text: string): boolean {
  return /^\d\S*$/.test(text) && semver.parse(text)?.raw === text;
}

function malformed(word: string, { what, code, example }: Vocabulary, why: string): WrongInput {
  return new WrongInput(code, `${quoted(word)} is not a ${what}: ${why}.`, `Write ${example}.`, { word });
}
