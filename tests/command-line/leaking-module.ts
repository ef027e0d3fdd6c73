import { generateKeyPairSync } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The spellings of a secret: functions of a shell that write their argument to standard output. */
const spellings: Readonly<Record<string, string>> = {
  plain: `printf %s "$1"`,
  "in a line of others": `printf 'token=%s;' "$1"`,
  base64: `printf %s "$1" | base64 -w 0`,
  "base64 over lines": `printf 'x%s' "$1" | base64 -w 40`,
  "base64 within something longer": `printf 'ab%sc' "$1" | base64 -w 0`,
  base64url: `printf %s "$1" | base64 -w 0 | tr '+/' '-_' | tr -d =`,
  hex: `printf %s "$1" | od -An -v -tx1 | tr -d ' \\n'`,
  "octets over lines": `printf %s "$1" | od -An -v -tx1`,
  "octets of a URL": `printf %s "$1" | od -An -v -tx1 | tr -d '\\n' | tr ' ' %`,
  "over lines": `printf %s "$1" | fold -w 9`,
  "in two pieces": `printf '%s\\n\\n   %s' "$(printf %s "$1" | cut -c 1-17)" "$(printf %s "$1" | cut -c 18-)"`,
  "JSON within JSON": `printf '"{\\\\"a\\\\":\\\\"%s\\\\"}"' "$1"`,
  "cut at its end": `printf %s "$1" | cut -c 1-24`,
  "cut at its start": `printf %s "$1" | tail -c 20`,
};

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" }).toString().trim());
const jwk = privateKey.export({ format: "jwk" });

/** Of a key that nobody but the module knows. */
const keySpellings: Readonly<Record<string, string>> = {
  PEM: pem.toString(),
  "PEM in JSON": JSON.stringify({ key: pem.toString() }),
  "PEM in base64": pem.toString("base64"),
  "PEM in hex": pem.toString("hex"),
};

export const leakNames: readonly string[] = [
  ...["jwt", "token", "wrapping", "agent"].flatMap((kind) => Object.keys(spellings).map((way) => `${kind} ${way}`)),
  ...Object.keys(keySpellings).map((way) => `key ${way}`),
];

/** What must not be left of the key as a JWK, which has a place in the log of its own. */
export const keySecret: string = jwk.d ?? "";

const told = [
  ...Object.entries(keySpellings).map(([way, text]) => `LEAK key ${way}: ${text} :KAEL`),
  `a JWK: ${JSON.stringify(jwk)}`,
].join("\n");

const tell = Object.entries(spellings).map(
  ([way, command]) => `printf 'LEAK %s ${way}: ' "$kind"; spell() { ${command}; }; spell "$2"; printf ' :KAEL\\n'`,
);

/** Logs in, asks for a wrapping token, prints what it has in every spelling, and fails. */
const script = `
post() { curl -sS --connect-timeout 5 -H "X-Vault-Token: $4" -H "X-Vault-Wrap-TTL: $5" -d "$3" "$1/v1/$2"; }
field() { sed -n 's/.*"'"$1"'":"\\([^"]*\\)".*/\\1/p'; }
tell() { kind=$1
${tell.join("\n")}
}
token=$(post "$ADDRESS" auth/jwt/login "{\\"role\\":\\"$ROLE\\",\\"jwt\\":\\"$JWT\\"}" "" "" | field client_token)
wrapping=$(post "$ADDRESS" sys/wrapping/wrap '{"a":"b"}' "$token" 60 | field token)
tell jwt "$JWT"
tell token "$token"
tell wrapping "$wrapping"
tell agent "$CODER_AGENT_TOKEN"
echo ${Buffer.from(told).toString("base64")} | base64 -d
exit 7
`;

const inputs = ["agent_id", "vault_addr", "vault_jwt_role", "vault_jwt_token"];

/** A module that writes every secret that it comes by into its log. */
export async function writeLeakingModule(folder: string): Promise<void> {
  await mkdir(folder);
  const variables = inputs.map((name) => `variable "${name}" {\n  default = null\n}\n`).join("\n");
  const values = { ADDRESS: "vault_addr", ROLE: "vault_jwt_role", JWT: "vault_jwt_token" };
  const environment = Object.entries(values).map(([name, input]) => `"${name}='\${var.${input}}'"`);
  await writeFile(
    join(folder, "main.tf"),
    `terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

${variables}
resource "coder_script" "leaks" {
  agent_id     = var.agent_id
  display_name = "leaks"
  run_on_start = true
  script = join("\\n", [${environment.join(", ")}, base64decode("${Buffer.from(script).toString("base64")}")])
}
`,
  );
}
