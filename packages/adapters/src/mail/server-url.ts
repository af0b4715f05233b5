// Where a mail server is and who we are there, as one address: smtp, smtps, imap or imaps.
import { isLoopback } from "../url.ts"

/** What the address of a mail server says. */
export interface MailServer {
  readonly host: string
  /** 0 where it is left out. */
  readonly port: number
  /** TLS from the first byte. */
  readonly isSecure: boolean
  readonly user: string
  readonly password: string
  /** Credentials go over an encrypted line only, unless the server is this machine. */
  readonly needsTls: boolean
}

/** Reads the address of a mail server, which was validated before. */
export const mailServerOf = (url: string): MailServer => {
  const isSecure = /^(?:smtps|imaps):/i.test(url)
  // as http: of other schemes, not every runtime reads the host
  const { hostname, port, username, password } = new URL(url.replace(/^[a-z]+:/i, "http:"))
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(port),
    isSecure,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    needsTls: !isSecure && password !== "" && !isLoopback(hostname),
  }
}
