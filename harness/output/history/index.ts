export { addToHistory } from "./add.ts";
