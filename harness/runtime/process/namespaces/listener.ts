/**
 * Runs inside the namespace. It sends the id of the process that keeps the namespace, which it got as an argument,
 * listens at port 53 of the first address and at port 443 of the others, and hands the sockets over.
 */
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const [keeper, nameServer, ...addresses] = process.argv.slice(2);
let handedOver = 0;

function handOver(): void {
  handedOver += 1;
  if (handedOver === addresses.length + 1) process.exit(0);
}

// The sockets would keep this process alive.
process.once("disconnect", () => process.exit(1));
process.send?.(Number(keeper));

const names = createSocket("udp4");
names.bind(53, nameServer, () => {
  process.send?.(nameServer, names, {}, handOver);
});
for (const address of addresses) {
  const server = createServer();
  server.listen(443, address, () => {
    process.send?.(address, server, {}, handOver);
  });
}
