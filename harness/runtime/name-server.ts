import { decode } from "dns-packet";

/** Records the names that machines of a network look up. It knows no name: the names of the network are known without it. */
export interface NameServer {
  /** The reply to a DNS message, as in a UDP datagram; `undefined` if it is not a question. */
  answer(message: Buffer): Buffer | undefined;
  /** Records names until the returned function is called, which returns them. */
  watch(): () => ReadonlySet<string>;
}

/** The flags of a response: recursion is desired and available, and the name does not exist (RFC 1035, section 4.1.1). */
const nameError = 0x8183;

/** The names that a watch keeps: a module that looks up more has long failed. */
const mostNames = 1_000;

/** Reverse lookups, from an address to its name: they reveal nothing. */
const reverse = /\.(?:in-addr|ip6)\.arpa$/;

/** Creates a name server without a socket: the network passes on its messages. */
export function createNameServer(): NameServer {
  const watches = new Set<Set<string>>();
  return {
    answer(message) {
      const asked = namesIn(message);
      if (asked === undefined) return undefined;
      for (const name of asked.filter((one) => !reverse.test(one)))
        for (const names of watches) if (names.size < mostNames) names.add(name);
      const reply = Buffer.from(message);
      reply.writeUInt16BE(nameError, 2);
      return reply;
    },
    watch() {
      const names = new Set<string>();
      watches.add(names);
      return () => {
        watches.delete(names);
        return names;
      };
    },
  };
}

/** `undefined` if the message is not a readable question. */
function namesIn(message: Buffer): readonly string[] | undefined {
  try {
    const { type, questions = [] } = decode(message);
    return type === "query" ? questions.map(({ name }) => name.toLowerCase()) : undefined;
  } catch {
    return undefined;
  }
}
