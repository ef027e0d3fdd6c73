import { searches } from "../engine/secret-files.ts";
import { startMachine, test } from "./site.ts";

test.for(searches)("%s", async ([_what, search], { authority, network }) => {
  await using machine = await startMachine(network, authority);
  await search(machine);
});
