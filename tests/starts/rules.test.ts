import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { findingsOf, secretsOfBuild } from "../../harness/engine/starts/index.ts";
import type { FileChange, FileState, SessionState, StartRecord } from "../../harness/engine/starts/record.ts";

const jwt = `eyJhbGciOiJSUzI1NiJ9.${"c3ViamVjdA".repeat(6)}.${"c2lnbmF0dXJl".repeat(8)}`;
const token = "hvs.CAESIJ0123456789abcdefghijklmnopqrstuvwxyz";

function session(changes: Partial<SessionState> = {}): SessionState {
  return {
    kind: "a terminal",
    exitCode: 0,
    printed: "",
    environment: { PATH: "/usr/bin:/bin" },
    settings: ["umask 022"],
    folders: new Map(),
    ...changes,
  };
}

function state(path: string, content: string | Buffer, changes: Partial<FileState> = {}): FileState {
  const bytes = Buffer.from(content);
  return { path, mode: 0o100600, owner: 1000, size: bytes.length, isOpen: false, content: bytes, ...changes };
}

const made = (after: FileState): FileChange => ({ path: after.path, before: undefined, after });

interface Changes {
  readonly changes?: readonly FileChange[];
  readonly states?: readonly FileState[];
  readonly unseen?: readonly string[];
  readonly others?: boolean;
  readonly args?: readonly string[];
  readonly environment?: readonly string[];
  readonly before?: Partial<SessionState>;
  readonly after?: Partial<SessionState>;
  readonly record?: Partial<StartRecord>;
}

/** What is found in a start that does nothing but what is given. */
function found({ changes = [], states = [], unseen = [], others = true, before, after, record, ...rest }: Changes) {
  const { args, environment = [] } = rest;
  const findings = findingsOf({
    what: "a start",
    home: "/home/coder",
    watched: {
      processes: args === undefined ? [] : [{ pid: 7, args, environment }],
      changes,
      states,
      othersLive: others,
      unseen,
      longestPause: 20,
    },
    sessions: { before: [session(before)], after: [session({ ...before, ...after })] },
    origins: { made: new Set(), contents: new Map() },
    jwt,
    tokens: [token],
    logins: { accepted: 1, refused: 0 },
    forgotten: [],
    names: new Set(),
    hosts: new Set(["vault.example.com"]),
    recipients: [],
    scripts: 1,
    log: "",
    texts: [],
    ...record,
  });
  return findings.map(({ requirement, sentence }) => `${requirement} ${sentence}`);
}

const profile = "# ~/.profile\numask 022\n";
const changed = (after: string, changes: Partial<FileState> = {}, original = profile): FileChange => {
  const path = "/home/coder/.profile";
  return {
    path,
    before: state(path, original, { mode: 0o100644 }),
    after: state(path, after, { mode: 0o100644, ...changes }),
  };
};

describe("a start that", () => {
  test("leaves its token to its owner and a marked line in a profile does nothing that is found", () => {
    const changes = [made(state("/home/coder/.vault-token", token)), changed(`${profile}. ~/.vault.sh # vault-jwt\n`)];

    expect(found({ changes, after: { environment: { PATH: "/usr/bin:/bin", VAULT_TOKEN: token } } })).toEqual([]);
  });

  const middle = jwt.length / 2;
  const lines = (bytes: string | Buffer) => Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\n");
  test.for([
    ["plain", jwt],
    ["in base64", Buffer.from(`{"jwt":"${jwt}"}`).toString("base64")],
    ["in lines of base64", Buffer.from(jwt).toString("base64").replace(/.{40}/g, "$&\n")],
    ["in hex", Buffer.from(jwt).toString("hex")],
    ["reversed", [...jwt].reverse().join("")],
    ["compressed", gzipSync(`token: ${jwt}`)],
    ["cut to its first half", jwt.slice(0, middle)],
    ["cut to its second half", jwt.slice(middle)],
    ["cut to a half, in lines of base64", lines(jwt.slice(middle))],
    ["compressed, in lines of base64", lines(gzipSync(jwt))],
    ["cut to a half, compressed and in hex", gzipSync(jwt.slice(0, middle)).toString("hex")],
    ["compressed twice", gzipSync(gzipSync(jwt))],
  ] as const)("leaves the JWT %s in a file is found", ([, content]) => {
    expect(found({ changes: [made(state("/home/coder/x", content))] })).toEqual([
      "START-01 a start: the JWT is in /home/coder/x after the start",
    ]);
  });

  test("has the JWT in a file that others can read, for a moment, is found; in one of its own it is not", () => {
    const open = state("/tmp/a", jwt, { mode: 0o100644, isOpen: true });

    expect(found({ states: [open, state("/tmp/b", jwt)] })).toEqual([
      "START-01 a start: others could read the JWT in /tmp/a for a moment",
    ]);
  });

  test("makes a file for everybody, closes it and then writes the token is found", () => {
    const empty = state("/tmp/t", "", { mode: 0o100644, isOpen: true });

    expect(found({ states: [empty, state("/tmp/t", token)] })).toEqual([
      "START-01 a start: others could read /tmp/t, which has the Vault token",
    ]);
  });

  test.for([
    ["bin", 'the relative folder "bin"'],
    ["/nowhere", 'the missing folder "/nowhere"'],
    ["/shared", 'the folder "/shared", which everybody can write to,'],
  ] as const)("puts %s into PATH is found", ([folder, what]) => {
    const after = { environment: { PATH: `/usr/bin:/bin:${folder}` }, folders: new Map([["/shared", 0o777]]) };

    expect(found({ after })).toEqual([`START-02 a start: ${what} is new on PATH in a terminal`]);
  });

  test("makes a program for everybody to write is found, and one in a temporary folder that is in no PATH is not", () => {
    const open = { mode: 0o100777 };
    const changes = [made(state("/usr/local/bin/vault", "", open)), made(state("/tmp/x", "", open))];

    expect(found({ changes })).toEqual(["START-02 a start: everybody can write to /usr/local/bin/vault"]);
  });

  test.for([
    ["removes a line", changed("umask 022\n"), "lines of /home/coder/.profile that were there are gone or changed"],
    [
      "goes on with the last line",
      changed("umask 022; . x # v\n", {}, "umask 022"),
      "lines of /home/coder/.profile that were there are gone or changed",
    ],
    [
      "adds a line without a mark",
      changed(`${profile}. x\n`),
      "what was added to /home/coder/.profile has no comment that says where it comes from",
    ],
    ["changes the mode", changed(profile, { mode: 0o100600 }), "the mode of /home/coder/.profile was 0644 and is 0600"],
    ["gives it away", changed(profile, { owner: 0 }), "/home/coder/.profile belongs to another user now"],
    ["makes a link of it", changed(profile, { mode: 0o120777 }), "/home/coder/.profile is another kind of file now"],
    ["removes it", { ...changed(profile), after: undefined }, "/home/coder/.profile was removed"],
  ] as const)("%s of a profile is found", ([, change, sentence]) => {
    expect(found({ changes: [change] })).toContain(`START-03 a start: ${sentence}`);
  });

  test("adds to a profile once more is found, and one that replaces what it added is not", () => {
    const once = `${profile}. a # vault\n`;
    const contents = new Map([["/home/coder/.profile", Buffer.from(profile)]]);
    const record = { origins: { made: new Set<string>(), contents } };

    expect(found({ changes: [changed(`${once}. a # vault\n`, {}, once)], record })).toEqual([
      "START-03 a start: a second start added lines to /home/coder/.profile",
    ]);
    expect(found({ changes: [changed(`${profile}. b # vault\n`, {}, once)], record })).toEqual([]);
  });

  test.for([
    [{ printed: "hello\n" }, 'the new output "hello\\n" in a terminal'],
    [{ exitCode: 1 }, "exit status 1 for `true` in a terminal"],
    [{ settings: ["umask 022", "alias v='vault'"] }, "the new setting \"alias v='vault'\" in a terminal"],
    [{ settings: [] }, 'no setting "umask 022" any more in a terminal'],
    [{ environment: { PATH: "/usr/bin:/bin", VAULT_FORMAT: "json" } }, "a new variable VAULT_FORMAT in a terminal"],
    [{ environment: { PATH: "/usr/bin:/bin", LANG: "C" } }, "another LANG in a terminal"],
  ] as const)("changes shells to %j is found", ([after, sentence]) => {
    const before = "LANG" in (("environment" in after && after.environment) || {}) ? { LANG: "C.UTF-8" } : {};

    expect(found({ before: { environment: { PATH: "/usr/bin:/bin", ...before } }, after })).toEqual([
      `START-04 a start: ${sentence}`,
    ]);
  });

  test("logs in more than once, goes on after three refusals or forgets a token is found", () => {
    const record = { logins: { accepted: 2, refused: 4 }, forgotten: ["accessor"] };

    expect(found({ record })).toEqual([
      "START-05 a start: Vault accepted 2 logins of one script",
      "START-05 a start: Vault refused 4 logins of one script",
      "START-05 a start: a Vault token is still valid that no shell and no file has",
    ]);
    expect(found({ record: { logins: { accepted: 2, refused: 6 }, scripts: 2 } })).toEqual([]);
  });

  test("looks up a name that is neither Vault's, nor a release host's, nor its own", () => {
    const names = new Set(["vault.example.com", "localhost", "workspace", "collector.example.net"]);

    expect(found({ record: { names } })).toEqual([
      "START-06 a start: collector.example.net was looked up, which is neither Vault nor a release host",
    ]);
  });

  test("sends the JWT to a host that has no need of it", () => {
    expect(found({ record: { recipients: ["idp.example.com"] } })).toEqual([
      "START-06 a start: idp.example.com was sent the JWT",
    ]);
  });

  test.for([
    [{ args: ["curl", "-fsSLk", "https://x"] }, "curl was run without verification of certificates"],
    [{ args: ["/usr/bin/wget", "--no-check-certificate"] }, "wget was run without verification of certificates"],
    [{ args: ["vault", "write", "-tls-skip-verify"] }, "vault was run without verification of certificates"],
    [{ args: ["vault"], environment: ["VAULT_SKIP_VERIFY=1"] }, "vault was run with VAULT_SKIP_VERIFY"],
    [{ changes: [made(state("/home/coder/.curlrc", "insecure\n"))] }, "/home/coder/.curlrc turns verification off"],
  ] as const)("takes any certificate by %j is found", ([what, sentence]) => {
    expect(found(what)).toEqual([`START-07 a start: ${sentence}`]);
  });

  test.for([["-o", "-k.zip"], ["-okk"], ["-fsSL"], ["--keepalive-time", "5"]])(
    "%j turns no verification off",
    (args) => {
      // The value of an option is no option; curl takes what follows -o whatever it is.
      expect(found({ args: ["curl", ...args.filter((arg) => arg !== "-k.zip")] })).toEqual([]);
    },
  );

  test("ends a process of others, or changes a file of the system, is found", () => {
    const path = "/etc/os-release";
    const changes = [{ path, before: state(path, "a"), after: state(path, "b") }];

    expect(found({ others: false, changes })).toEqual([
      "START-08 a start: a process that the start did not begin was ended",
      "START-08 a start: /etc/os-release was changed",
    ]);
  });

  test("shows a secret in its log or in the arguments of a process is found", () => {
    const [log, args] = [found({ record: { log: `the token is ${token}` } }), found({ args: ["echo", jwt] })];

    expect([log.length, log[0]]).toEqual([
      1,
      expect.stringMatching(/^SEC-01 a start: the startup log has the token is <red/),
    ]);
    expect([args.length, args[0]]).toEqual([
      1,
      expect.stringMatching(/^SEC-04 a start: a process has the arguments echo/),
    ]);
  });

  test("could not be watched is said for every requirement that rests on it", () => {
    expect(found({ unseen: ["more than 20000 files"] })).toEqual(
      ["01", "02", "03", "07", "08"].map(
        (id) => `START-${id} a start: the harness could not see more than 20000 files`,
      ),
    );
  });
});

test("what Terraform prints of a JWT is found", () => {
  expect(secretsOfBuild(`Error: "${jwt}" is no token`, [jwt, ""])).toEqual([
    { requirement: "START-09", sentence: expect.stringMatching(/^Terraform printed Error: "<redacted:jwt:/) },
  ]);
  expect(secretsOfBuild("Error: (sensitive value)", [jwt])).toEqual([]);
});
