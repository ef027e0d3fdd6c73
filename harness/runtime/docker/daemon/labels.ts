/** The label of containers and networks; its value is the run's id. */
export const runLabel = "vault-jwt-conformance.run";

/** The label that says whose run it is: runs of another user or machine may share the daemon. */
export const ownerLabel = "vault-jwt-conformance.owner";

/** The label of what a Dockerfile makes on the way to its image; nobody needs it after the build. */
export const stageLabel = "vault-jwt-conformance.stage";

/** The label of images that the harness builds; they are kept between runs. */
export const imageLabel = "vault-jwt-conformance.image";
