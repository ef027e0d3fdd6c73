/** Waits for its standard input to end, which it does when the run's process has, and removes what is left of the run. */
import { removeRun } from "./removeRun.ts";

const [id = "", folder = "", keep] = process.argv.slice(2);
process.stdin.resume();
process.stdin.once("close", () => void removeRun({ id, folder }, keep !== "keep"));
