import { none, type Requirement } from "./requirement.ts";

/** What a start does beside logging in: checked on every start of a run, whatever its scenario is about. */
export const startRequirements: readonly Requirement[] = [
  {
    id: "START-01",
    title:
      "The JWT is in no file after a start, nor at any moment in one that others can read; a file with the Vault token is its owner's alone from its creation on",
    profile: "hardened",
    tokens: none,
    basis: "Files outlive the start: backups, images and other users of the machine get what is in them.",
    means: "Whoever can read the workspace's files, for a moment or later, can log in as the owner.",
    everyStart: true,
    scenarios: [{ file: "start/secrets-stay-out-of-files", tools: ["perl"] }],
  },
  {
    id: "START-02",
    title:
      "What a start makes can be written by its owner or root only, and PATH gains no folder that is relative, missing or for everybody to write to",
    profile: "hardened",
    tokens: none,
    basis: "New shells and later starts run what is there: the CLI, profiles, and whatever is in PATH.",
    means: "Other users of the machine can have programs of their own run as the owner.",
    everyStart: true,
    scenarios: [{ file: "start/programs-are-the-owners", tools: ["perl"] }],
  },
  {
    id: "START-03",
    title:
      "The person's files are kept, with their bytes, modes, owners and links; what is added to a profile is whole lines with a comment, and a second start adds nothing",
    profile: "core",
    tokens: none,
    basis: "A home is its person's: it outlives workspaces, and dotfiles are kept in repositories.",
    means: "A start of the workspace damages or bloats what people have in their home.",
    everyStart: true,
    scenarios: [{ file: "start/personal-files-are-kept", tools: ["perl"] }],
  },
  {
    id: "START-04",
    title:
      "New shells behave as before: the same options, aliases, functions, umask and exit status, nothing printed, and only VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE and PATH are new or changed",
    profile: "core",
    tokens: none,
    basis: "Scripts, editors and `scp` read what shells print, and people rely on their own settings.",
    means: "Terminals, editors or file transfers of the workspace behave differently or break.",
    everyStart: true,
    scenarios: [{ file: "start/shells-behave-as-before", tools: ["perl"] }],
  },
  {
    id: "START-05",
    title:
      "Vault is asked as often as needed: one successful login for each call of the module, a refused one is not repeated more than three times, and no token is alive that neither a shell nor a file has",
    profile: "hardened",
    tokens: none,
    basis: "Every login costs Vault a lease, and a token that no shell uses can only be misused.",
    means: "Vault is loaded without need, and keeps tokens that are never used or revoked.",
    everyStart: true,
    scenarios: [{ file: "start/one-login-a-start", tools: ["perl"] }],
  },
  {
    id: "START-06",
    title:
      "A start asks only Vault and the release hosts, and only Vault gets the JWT: no other name is looked up, no redirect to another host is followed with it, and no server without TLS gets it if vault_addr is https",
    profile: "hardened",
    tokens: none,
    basis:
      "vault_addr is what an administrator trusts; an answer on the way, or a server without TLS, is anybody's. Vault's CLI follows a redirect with the JWT unless VAULT_DISABLE_REDIRECTS is true.",
    means: "Somebody else gets the owner's JWT, or learns of the workspace.",
    everyStart: true,
    scenarios: [{ file: "start/only-vault-gets-the-jwt" }, { file: "start/looks-up-no-other-name", tools: ["perl"] }],
  },
  {
    id: "START-07",
    title:
      "No command of a start and no new shell is told to take any certificate: no VAULT_SKIP_VERIFY, no insecure option, alias or setting",
    profile: "hardened",
    tokens: none,
    basis: "What verifies no certificate talks to anybody.",
    means: "Somebody on the network can read or answer what the workspace sends, also long after the start.",
    everyStart: true,
    scenarios: [{ file: "start/certificates-stay-verified", tools: ["perl"] }],
  },
  {
    id: "START-08",
    title:
      "Nothing else is harmed: processes that are none of the start's live on, and files outside of the person's home, of temporary folders and of the CLI are as before",
    profile: "hardened",
    tokens: none,
    basis: "A workspace is more than its login to Vault.",
    means: "A start of the workspace ends or damages what has nothing to do with Vault.",
    everyStart: true,
    scenarios: [{ file: "start/nothing-else-is-harmed", tools: ["perl"] }],
  },
  {
    id: "START-09",
    title:
      "The JWT stays with Terraform's sensitive values: neither plan nor apply prints it, also where it is written into the template and where an input is refused",
    profile: "hardened",
    tokens: none,
    basis: "Coder keeps build logs and shows them to template administrators.",
    means: "The JWT is in the logs of builds.",
    everyStart: true,
    scenarios: [{ file: "start/terraform-prints-no-secret", inputs: ["vault_jwt_token"] }],
  },
];
