export { busyboxCommands, layOutBusybox, layOutWget, noBusybox } from "./busybox.ts";
export { pathsOf, placeOf } from "./hidden.ts";
export { programs } from "./programs.ts";
export { sudo, sudoBroker, sudoFolder } from "./sudo.ts";
export { lacksSudo, type Mount, servicePaths, serviceView, systemPrograms, type View, workspaceView } from "./view.ts";
