import { decode } from "dns-packet";

/** Answers for a network whose names are all known without it: it knows none, and notes which it is asked for. */
export interface NameServer {
  /** A reply to a message of DNS, as in a UDP datagram; `undefined` where the message is none. */
  answer(message: Buffer): Buffer | undefined;
  /** Notes the names that it is asked for until the function that it gives is called. */
  watch(): () => ReadonlySet<string>;
}

/** The flags of a response: recursion is desired and available, and the name does not exist (RFC 1035, section 4.1.1). */
const nameError = 0x8183;

/** Names of a watch: whoever asks for more is seen all the same. */
const mostNames = 1_000;

/** Whose name an address has: that tells nobody anything. */
const reverse = /\.(?:in-addr|ip6)\.arpa$/;

/** Makes a name server without a socket: datagrams come from where the network is. */
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

/** `undefined` where a message is no question that can be read. */
function namesIn(message: Buffer): readonly string[] | undefined {
  try {
    const { type, questions = [] } = decode(message);
    return type === "query" ? questions.map(({ name }) => name.toLowerCase()) : undefined;
  } catch {
    return undefined;
  }
}
