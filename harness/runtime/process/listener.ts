/** Runs inside the namespace: listens at its port 443 and hands the socket to the parent. */
import { createServer } from "node:net";

const server = createServer();
server.listen(443, "127.0.0.1", () => {
  process.send?.("listening", server, {}, () => process.disconnect());
});
process.once("disconnect", () => server.close(() => process.exit(0)));
