import { chown, mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { binary } from "./binary.ts"
import { freePort, loopback } from "./free-port.ts"
import { againWhenTaken, startProgram } from "./program.ts"
import type { Server } from "./server.ts"
import { temporaryFolder } from "./temporary-folder.ts"

/** A mail relay. It knows `people` of `domain`, refuses everybody else there, and sends on what is for `elsewhere`. */
export interface Opensmtpd extends Server {
  readonly pid: number
  readonly domain: string
  readonly elsewhere: string
  readonly people: readonly string[]
  /** The mails in the mailbox of one of `people`, where they are kept here. */
  readonly mailsOf: (person: string) => Promise<readonly string[]>
}

/** Where the relay hands its mail on. */
export interface OpensmtpdOptions {
  /** A port that speaks LMTP and takes the mail of `domain`; without it the mail is kept in a folder. */
  readonly lmtpPort?: number
  /** A port that speaks SMTP and takes the mail for `elsewhere`. What it refuses comes back to the sender as a bounce. */
  readonly relayPort?: number
}

const domain = "shop.example"
const elsewhere = "mail.example"
const people = ["ana", "luis"]

const configuration = (folder: string, port: number, { lmtpPort, relayPort }: OpensmtpdOptions): string => `
table people file:${folder}/people
table owners file:${folder}/owners
bounce warn-interval 1d
queue ttl 10m
listen on ${loopback} port ${port} hostname relay.${domain}
action "in" ${
  lmtpPort === undefined ? `maildir "${folder}/mail/%{user.username}"` : `lmtp "${loopback}:${lmtpPort}" rcpt-to`
} userbase <owners>
match from any for domain "${domain}" rcpt-to <people> action "in"
${
  relayPort === undefined
    ? ""
    : `action "out" relay host "smtp://${loopback}:${relayPort}"
match from any for domain "${elsewhere}" action "out"`
}
`

// OpenSMTPD keeps its queue and its socket at fixed places: it gets a view of the file system where both are the folder's.
const script = `mount --make-rprivate / && mount --bind "$0/spool" /var/spool && mount --bind "$0/run" /var/run &&
exec "$1" -d -f "$0/smtpd.conf"`

const nobody = 65_534

const furnish = async (folder: string): Promise<void> => {
  for (const name of ["spool", "run", "mail"]) await mkdir(join(folder, name))
  for (const name of people) {
    await mkdir(join(folder, "mail", name))
    await chown(join(folder, "mail", name), nobody, nobody)
  }
  const line = (name: string): string => `${name}\t${nobody}:${nobody}:${folder}/mail/${name}\n`
  await writeFile(join(folder, "people"), people.map((name) => `${name}@${domain}\n`).join(""))
  await writeFile(join(folder, "owners"), people.map(line).join(""))
}

const mailsIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch(() => []) // no folder yet: no mail yet
  return Promise.all(names.sort().map((name) => readFile(join(folder, name), "utf8")))
}

/**
 * Starts OpenSMTPD, or gives undefined where it is not installed or cannot be kept apart from the machine: it runs as root alone, and
 * only Linux gives it a view of its own.
 */
export const startOpensmtpd = async (options: OpensmtpdOptions = {}): Promise<Opensmtpd | undefined> => {
  const [command, unshare] = [binary("smtpd"), binary("unshare")]
  if (command === undefined || unshare === undefined || process.getuid?.() !== 0) return undefined
  return againWhenTaken(async () => {
    const folder = await temporaryFolder("opensmtpd")
    const port = await freePort()
    await furnish(folder.path)
    await writeFile(join(folder.path, "smtpd.conf"), configuration(folder.path, port, options))
    const args = ["--mount", "sh", "-c", script, folder.path, command]
    const program = await startProgram({ command: unshare, args, ports: [port] }).catch(async (failure: unknown) => {
      await folder.remove()
      throw failure
    })
    return {
      host: loopback,
      port,
      pid: program.pid,
      domain,
      elsewhere,
      people,
      mailsOf: (person) => mailsIn(join(folder.path, "mail", person, "new")),
      stop: () => program.stop().then(folder.remove),
    }
  })
}
