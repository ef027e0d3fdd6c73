/** Runs inside the namespace: says which process keeps it, as it is told, listens at port 443 of each address given, and hands the sockets over. */
import { createServer } from "node:net";

const [keeper, ...addresses] = process.argv.slice(2);
let handedOver = 0;

// The sockets would keep this process alive.
process.once("disconnect", () => process.exit(1));
process.send?.(Number(keeper));

for (const address of addresses) {
  const server = createServer();
  server.listen(443, address, () => {
    process.send?.(address, server, {}, () => {
      handedOver += 1;
      if (handedOver === addresses.length) process.exit(0);
    });
  });
}
