/** The label of containers and networks; its value is the run's id. */
export const runLabel = "vault-jwt-conformance.run";

/** The label that says whose run it is: runs of another user or machine may share the daemon. */
export const ownerLabel = "vault-jwt-conformance.owner";

/** The label of images that the harness builds; they are kept between runs. */
export const imageLabel = "vault-jwt-conformance.image";
