/** Runs inside the namespace: listens at port 443 of each address given, and hands the sockets to the parent. */
import { createServer } from "node:net";

const addresses = process.argv.slice(2);
let handedOver = 0;

for (const address of addresses) {
  const server = createServer();
  server.listen(443, address, () => {
    process.send?.(address, server, {}, () => {
      handedOver += 1;
      if (handedOver === addresses.length) process.exit(0);
    });
  });
}
