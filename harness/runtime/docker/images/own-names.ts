/**
 * What the names of images that the harness makes begin with. `localhost` is no registry to Docker or Podman: Podman
 * looks at docker.io for a name without a host, whatever it has itself.
 * Source: containers-registries.conf(5), "Short names", and Podman's compat_api_enforce_docker_hub.
 */
export const ownImages = "localhost/vault-jwt-conformance";
