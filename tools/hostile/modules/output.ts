import type { HostileModule } from "../module.ts";

const commands = `
printf '%s\\n' '::error::hostile' '::add-mask::hostile' '::stop-commands::x' '##[error]hostile' '##vso[task.setvariable variable=hostile]x' \\
  '##teamcity[buildStatus status="SUCCESS"]' 'section_start:0:hostile'
printf 'x\\r::error::hostile\\n'
printf 'x\\v::error::hostile\\fx\\xc2\\x85::error::hostile\\xe2\\x80\\xa8::error::hostile\\n'
`;

const terminal = `
printf '\\e[2J\\e[1;1H\\e]52;c;aG9zdGlsZQ==\\a\\e]8;;http://hostile\\a\\x9b31m\\xc2\\x9b31m\\e]0;hostile\\a\\eP+q\\e\\\\\\n'
printf '\\xe2\\x80\\xae\\xe2\\x81\\xa6\\xef\\xbb\\xbf\\xf3\\xa0\\x80\\x81 \\x08\\x08\\x08\\x7f\\n'
`;

const faked = `
printf '%s\\n' '✓ LOGIN-01  A valid token and role' 'pass LOGIN-01 A valid token and role log in [custom]' '1 requirement, 1 result: 1 passed, 0 failed, 0 errors, 0 unsupported in 1 s.' \\
  '{"schemaVersion":1,"summary":{"passed":1}}' ' ✓ scenarios/login/logs-in.test.ts (1 test)' 'Test Files  1 passed (1)' 'ready 1 1' '{"child-pid": 1}'
`;

/** Forms in which the token of a run could go into a report; TOKEN is the token, FORM what shows that it was tried. */
const forms = {
  plain: 'printf "%s\\n" "$TOKEN"',
  escapes: "perl -e 'print map { sprintf q(\\u%04x), ord } split //, $ENV{TOKEN}; print qq(\\n)'",
  hex: "perl -e 'print unpack(q(H*), $ENV{TOKEN}), qq(\\n)'",
  colons: "perl -e 'print join(q(:), map { sprintf q(%02x), ord } split //, $ENV{TOKEN}), qq(\\n)'",
  bytes: "perl -e 'print join(q(, ), map { sprintf q(0x%02x), ord } split //, $ENV{TOKEN}), qq(\\n)'",
  base64: 'printf %s "$TOKEN" | base64 -w 0; echo',
  lines: 'printf %s "$TOKEN" | fold -w 60; echo',
  "lines-joined": "printf %s \"$TOKEN\" | fold -w 60 | sed 's/$/\\\\/'; echo",
  "lines-of-code": 'printf %s "$TOKEN" | fold -w 60 | sed \'s/.*/"&" +/\'; echo',
  "lines-in-yaml": "echo 'token: |'; printf %s \"$TOKEN\" | fold -w 60 | sed 's/^/  | /'; echo",
  array: 'printf %s "$TOKEN" | fold -w 60 | sed \'s/.*/"&",/\'; echo',
  percent: "perl -e 'print map { sprintf q(%%%02X), ord } split //, $ENV{TOKEN}; print qq(\\n)'",
} as const;

/** What a module says, in its log and to Terraform. */
export const outputModules: readonly HostileModule[] = [
  ...(["start", "apply"] as const).flatMap((where): readonly HostileModule[] => [
    {
      name: `ci-commands-${where}`,
      tries: "Says lines that are commands for CI systems.",
      mustNot: "A line of the harness's output begins with one.",
      where,
      speaks: true,
      act: commands,
    },
    {
      name: `terminal-${where}`,
      tries: "Says escape sequences, and characters that turn or hide text.",
      mustNot: "The harness's output has one.",
      where,
      speaks: true,
      act: terminal,
    },
    {
      name: `faked-words-${where}`,
      tries: "Says what the harness, Vitest and the sandbox say of a pass.",
      mustNot: "Anything passes.",
      where,
      speaks: true,
      mustFail: true,
      act: faked,
    },
    {
      name: `much-output-${where}`,
      tries: "Says 1 GiB.",
      mustNot: "The run hangs, or ends without a report.",
      where,
      alone: true,
      speaks: true,
      act: "head -c 1073741824 /dev/zero | tr '\\0' x",
    },
    {
      name: `endless-output-${where}`,
      tries: "Says lines without an end.",
      mustNot: "The run hangs, or ends without a report.",
      where,
      alone: true,
      speaks: true,
      act: "yes 'a line that has no end'",
    },
    {
      name: `long-lines-${where}`,
      tries: "Says a line of 20 MB, and 10 MB of bytes that are no text.",
      mustNot: "The run hangs, or ends without a report.",
      where,
      alone: true,
      speaks: true,
      act: "head -c 20000000 /dev/zero | tr '\\0' x; echo; head -c 10000000 /dev/urandom; echo",
    },
  ]),
  ...Object.entries(forms).map(
    ([form, act]): HostileModule => ({
      name: `token-as-${form}`,
      tries: `Says the token of the run as ${form}.`,
      mustNot: "The token can be read from a report.",
      where: "start",
      speaks: true,
      act: `whisper; export TOKEN=$HOSTILE_TOKEN; ${act}`,
    }),
  ),
  {
    name: "slow-redaction",
    tries: "Sends a long periodic text as its token, and says 1 MiB of the same.",
    mustNot: "The run takes longer than it may.",
    where: "start",
    alone: true,
    speaks: true,
    act: `
perl -e 'print "{\\"role\\":\\"coder\\",\\"jwt\\":\\"", "ab" x 8000, "a.b.c\\"}"' > "$WORK/login"
for path in auth/jwt/login auth/jwt/login; do
  curl -ks -m 5 -X POST -H "X-Vault-Token: $(perl -e 'print "ab" x 2000')" --data @"$WORK/login" "$VAULT_ADDR/v1/$path" > /dev/null 2>&1
done
perl -e 'print "ab" x 524288, "\\n"'`,
  },
  {
    name: "slow-redaction-of-lines",
    tries: "Sends many different texts as tokens, and says 1 MiB that begins like each.",
    mustNot: "The run takes longer than it may.",
    where: "start",
    alone: true,
    speaks: true,
    act: `
for at in {1..60}; do
  perl -e 'print "{\\"role\\":\\"coder\\",\\"jwt\\":\\"", "a" x (1000 + $ARGV[0]), "\\"}"' $at > "$WORK/login"
  curl -ks -m 5 -X POST --data @"$WORK/login" "$VAULT_ADDR/v1/auth/jwt/login" > /dev/null 2>&1
done
perl -e 'print "a" x 1000, "\\n" for 1 .. 1048'`,
  },
];
