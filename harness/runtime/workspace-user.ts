/** The person whose workspace it is, on every kind of agent. */
export const home = "/home/coder";

/** What a process of a fresh workspace has. */
export const environment: Readonly<Record<"HOME" | "USER" | "LANG" | "PATH", string>> = {
  HOME: home,
  USER: "coder",
  LANG: "C.UTF-8",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
};
