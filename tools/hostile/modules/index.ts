import type { HostileModule } from "../module.ts";
import { descriptorModules } from "./descriptors.ts";
import { kernelModules } from "./kernel.ts";
import { namespaceModules } from "./namespaces.ts";
import { networkModules } from "./network.ts";
import { outputModules } from "./output.ts";
import { packageModules } from "./packages.ts";
import { placeModules } from "./places.ts";
import { processModules } from "./processes.ts";
import { terraformModules } from "./terraform.ts";

/** Every hostile module. */
export const hostileModules: readonly HostileModule[] = [
  ...kernelModules,
  ...namespaceModules,
  ...descriptorModules,
  ...networkModules,
  ...processModules,
  ...placeModules,
  ...terraformModules,
  ...outputModules,
  ...packageModules,
];
