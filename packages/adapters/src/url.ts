import type { HttpRequest } from "@escucha/core"

/** A text as one part of the path of a URL, whatever it is: nothing in it ends the part, and half an emoji does not throw. */
export const pathPart = (text: string): string => encodeURIComponent(text.toWellFormed())

/** Whether an address lies, over a private line, at one of these hosts; `*.example.com` is all below it. */
const isAtHost = (address: string, hosts: readonly string[]): boolean => {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  const isThere = hosts.some((host) => (host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host))
  return protocol === "https:" && isThere
}

/** The call that brings a file, where it lies at one of the provider's own hosts: credentials go nowhere else. */
export const download = (
  address: string | undefined,
  hosts: readonly string[],
  headers: HttpRequest["headers"],
): HttpRequest | undefined =>
  address !== undefined && isAtHost(address, hosts) ? { method: "GET", url: address, headers } : undefined

/** What stands behind the question mark of an address; nothing, where it is no address. */
export const queryOf = (address: string): URLSearchParams =>
  new URLSearchParams(URL.canParse(address) ? new URL(address).search : "")

/** Whether a host is this machine: what is said to it does not leave. */
export const isLoopback = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)
