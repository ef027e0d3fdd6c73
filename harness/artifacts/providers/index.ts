export {
  coder,
  coderEntry,
  coderVersion,
  findProviders,
  type ProviderMirror,
  type ProviderOptions,
  waysToCoder,
} from "./providers.ts";
export { findSigningProviders, type SigningProviders } from "./signing-providers.ts";
