# What every attack starts with. The tool puts CLI, NODE and PLACE in front of it; the folder is the attack's own.

conform() { "$NODE" "$CLI" "$@"; }

# A run of the module here, as short as one can be.
run() { conform run --offline --runtime process --module vault-jwt --only LOGIN-01 --token custom --out reports "$@"; }

gate() { conform gate report.json --policy policy.yaml --module vault-jwt "$@"; }
attest() { gate --attest key.pem --out out "$@"; }
gate_signed() { conform gate signed/report.json --policy policy.yaml --module vault-jwt --require-signed --signer run.pub.pem "$@"; }
verify() { conform verify attestation.json --module vault-jwt --key key.pub.pem "$@"; }

# edit FILE CODE: changes `it`, what the JSON file holds.
edit() {
  "$NODE" -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const [file, code] = process.argv.slice(1);
    const it = JSON.parse(readFileSync(file, "utf8"));
    const { createHash } = require("node:crypto");
    new Function("it", "createHash", code)(it, createHash);
    writeFileSync(file, JSON.stringify(it));
  ' "$@"
}

# Edits what an attestation says, and signs it with a key.
resign() {
  "$NODE" -e '
    const { createHash, createPrivateKey, createPublicKey, sign } = require("node:crypto");
    const { readFileSync, writeFileSync } = require("node:fs");
    const [key, code] = process.argv.slice(1);
    const envelope = JSON.parse(readFileSync("attestation.json", "utf8"));
    const it = JSON.parse(Buffer.from(envelope.payload, "base64").toString());
    new Function("it", code)(it);
    const bytes = Buffer.from(JSON.stringify(it));
    const pae = Buffer.concat([Buffer.from(`DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${bytes.length} `), bytes]);
    const secret = createPrivateKey(readFileSync(key));
    envelope.payload = bytes.toString("base64");
    envelope.signatures = [{ ...envelope.signatures[0], sig: sign(null, pae, secret).toString("base64") }];
    writeFileSync("attestation.json", JSON.stringify(envelope));
  ' "$@"
}

# Lays code into a file: it is a resource, in the file's own language.
plant() {
  mkdir -p -- "$(dirname -- "$1")"
  case $1 in
    *.json) echo '{"resource":{"terraform_data":{"planted":{"provisioner":[{"local-exec":{"command":"true"}}]}}}}' > "$1" ;;
    *.tfvars) echo 'vault_addr = "https://elsewhere.example"' > "$1" ;;
    *) printf 'resource "terraform_data" "planted" {\n  provisioner "local-exec" {\n    command = "true"\n  }\n}\n' > "$1" ;;
  esac
}

confess() { echo "CONFESSED: $*"; }
