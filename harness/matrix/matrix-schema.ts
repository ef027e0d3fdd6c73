import { z } from "zod";
import { excuseFields, excuseSchema } from "../excuses/index.ts";
import { type Axis, traitsOf } from "./axes.ts";
import type { Matrix } from "./types.ts";
import { parseWord } from "./words.ts";

const mostWords = 1_000;
const sentence = z.string().trim().min(1, "must not be empty");
const name = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "must consist of lowercase letters, digits, dots and dashes");

const descriptions: Readonly<Record<Axis, string>> = {
  server: "The servers: openbao or vault, with @ and a version, a range, latest, latest-3-minors or lts.",
  cli: "The CLIs of the workspaces: server (the server's own program), or as for servers. Default: server.",
  terraform: "terraform or tofu, with @ and a version, a range, latest or latest-3-minors. Default: terraform.",
  agent: "The workspaces: debian, no-sudo, alpine-like. Default: debian.",
  "agent-program": "imitated (the harness's imitation of Coder's agent) or real (Coder's own). Default: imitated.",
  runtime: "auto, docker or process. Default: auto.",
  provider: "The Coder provider: coder/coder, with @ and a version or a range. Default: coder/coder.",
};

/** What an editor offers and refuses; the versions themselves are read by {@link parseWord}. */
function hints(axis: Axis, names: readonly string[] = traitsOf[axis].names) {
  const { versioned } = traitsOf[axis];
  if (versioned.length === 0) return { enum: [...names] };
  const plain = names.filter((word) => !versioned.some((program) => program === word));
  const pattern = `^(${[...plain, `(${versioned.join("|")})(@.+)?`].join("|")})$`;
  return { pattern, examples: [...names, ...versioned.map((program) => `${program}@latest`)] };
}

function wordOf(axis: Axis) {
  return z
    .string({ error: `must be a word such as ${traitsOf[axis].names[0]}` })
    .superRefine((word, context) => {
      const read = parseWord(axis, word);
      if (typeof read === "string") context.addIssue({ code: "custom", message: read });
    })
    .meta(hints(axis));
}

function wordsOf(axis: Axis) {
  const several = z
    .array(wordOf(axis))
    .min(1, "must not be empty")
    .max(mostWords, `has more than ${mostWords} values`)
    .superRefine((words, context) => {
      for (const [at, word] of words.entries())
        if (words.indexOf(word) < at) context.addIssue({ code: "custom", path: [at], message: `${word} occurs twice` });
    })
    .meta({ uniqueItems: true });
  return z
    .union([wordOf(axis), several], { error: `must be a word such as ${traitsOf[axis].names[0]}, or a list of words` })
    .describe(descriptions[axis]);
}

const words = {
  server: wordsOf("server").exactOptional(),
  cli: wordsOf("cli").exactOptional(),
  terraform: wordsOf("terraform").exactOptional(),
  agent: wordsOf("agent").exactOptional(),
  "agent-program": wordsOf("agent-program").exactOptional(),
  runtime: wordsOf("runtime").exactOptional(),
  provider: wordsOf("provider").exactOptional(),
};

const pattern = notEmpty(
  z.strictObject({
    server: wordOf("server").exactOptional(),
    cli: wordOf("cli").exactOptional(),
    terraform: wordOf("terraform").exactOptional(),
    agent: wordOf("agent").exactOptional(),
    "agent-program": wordOf("agent-program").exactOptional(),
    runtime: wordOf("runtime").exactOptional(),
    provider: wordOf("provider").exactOptional(),
  }),
);

function notEmpty<T extends z.ZodType<object>>(schema: T): T {
  return schema
    .refine((one) => Object.keys(one).length > 0, "must not be empty: it would match everything")
    .meta({ minProperties: 1 });
}

/** The shape of a matrix. Unknown fields are mistakes: a misspelt one would ask for less than its author means. */
export const matrixSchema: z.ZodType<Matrix> = z
  .strictObject({
    schemaVersion: z.literal(1),
    name,
    description: sentence.exactOptional(),
    axes: z
      .strictObject({ ...words, server: wordsOf("server") })
      .describe("Every combination is a cell; a program without a version means the newest available one."),
    exclude: z
      .array(pattern)
      .min(1, "must not be empty")
      .exactOptional()
      .describe("Combinations of the axes to leave out."),
    include: z
      .array(notEmpty(z.strictObject({ ...words, server: wordsOf("server") })))
      .min(1, "must not be empty")
      .exactOptional()
      .describe("Small matrices whose cells are added; exclude does not apply to them."),
    profiles: z.array(sentence).min(1, "must not be empty").exactOptional().describe("Default: all."),
    tokens: z
      .array(z.enum(["oidc", "custom"]))
      .min(1, "must not be empty")
      .exactOptional()
      .describe("Default: both."),
    unsupported: z
      .array(excuseSchema(excuseFields))
      .min(1, "must not be empty")
      .exactOptional()
      .describe("Expected unsupported results, with reasons; they do not make a run partial."),
  })
  .meta({ title: "vault-jwt-conformance matrix", description: "The cells of a run, schemaVersion 1" });

/** The published JSON Schema (draft 2020-12) of a matrix, as the text of `docs/matrix.schema.json`. */
export function matrixJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(matrixSchema, { io: "input" }), null, 2)}\n`;
}
