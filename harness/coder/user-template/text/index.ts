export { decidersOf, whyItStays } from "./after-stop.ts";
export {
  argumentOf,
  type Declaration,
  placeOf,
  readFolder,
  readTemplate,
  sourceOf,
  type TemplateFolders,
} from "./declarations.ts";
export { isResource, providerName, type SettledCall } from "./dependencies.ts";
export { isElsewhere, leftOutOf } from "./left-out.ts";
export { neededProviders, providersOfSubject } from "./needed-providers.ts";
export { placesOf, prefixesOf } from "./places.ts";
export { setSource, strip } from "./strip.ts";
