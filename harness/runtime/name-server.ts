import { decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED } from "dns-packet";

/** Answers for a network whose names are all known without it: it knows none, and notes which it is asked for. */
export interface NameServer {
  /** A reply to a message of DNS, as in a UDP datagram; `undefined` where the message is none. */
  answer(message: Buffer): Buffer | undefined;
  /** Notes the names that it is asked for until the function that it gives is called. */
  watch(): () => ReadonlySet<string>;
}

/** RFC 1035, section 4.1.1: the name does not exist. */
const nameError = 3;

/** Names of a watch: whoever asks for more is seen all the same. */
const mostNames = 1_000;

/** Whose name an address has: that tells nobody anything. */
const reverse = /\.(?:in-addr|ip6)\.arpa$/;

/** Makes a name server without a socket: datagrams come from where the network is. */
export function createNameServer(): NameServer {
  const watches = new Set<Set<string>>();
  return {
    answer(message) {
      const asked = questionOf(message);
      if (asked === undefined) return undefined;
      const { id, questions = [] } = asked;
      for (const name of questions.map((question) => question.name.toLowerCase()).filter((one) => !reverse.test(one)))
        for (const names of watches) if (names.size < mostNames) names.add(name);
      return encode({ type: "response", id, flags: RECURSION_DESIRED | RECURSION_AVAILABLE | nameError, questions });
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

function questionOf(message: Buffer) {
  try {
    const packet = decode(message);
    return packet.type === "query" ? packet : undefined;
  } catch {
    return undefined;
  }
}
