import { chmod, mkdir, writeFile } from "node:fs/promises"
import { userInfo } from "node:os"
import { join } from "node:path"
import { binary } from "./binary.ts"
import { freePorts, loopback } from "./free-port.ts"
import { againWhenTaken, startProgram } from "./program.ts"
import type { Server } from "./server.ts"
import { temporaryFolder } from "./temporary-folder.ts"

/** A mailbox server: `port` is IMAP, `lmtpPort` takes mail in. Every name has a mailbox, and all share one password. */
export interface Dovecot extends Server {
  readonly pid: number
  readonly lmtpPort: number
  readonly password: string
}

const password = "mailbox-pass"

// As root Dovecot gives its rights away to the accounts that Debian made for it; started by anybody else it stays that person.
const { uid, gid, username } = userInfo()
const owner = uid === 0 ? "uid=dovecot gid=dovecot" : `uid=${uid} gid=${gid}`
const accounts =
  uid === 0
    ? "first_valid_uid = 1"
    : ["default_internal_user", "default_login_user"].map((name) => `${name} = ${username}`).join("\n")

const configuration = (folder: string, imap: number, lmtp: number): string => `
protocols = imap lmtp
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
ssl = no
auth_failure_delay = 0
disable_plaintext_auth = no
listen = ${loopback}
mail_location = maildir:${folder}/mail/%n
${accounts}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = ${owner} home=${folder}/mail/%n
}
service imap-login {
  inet_listener imap {
    address = ${loopback}
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = ${loopback}
    port = ${lmtp}
  }
}
protocol lmtp {
  postmaster_address = postmaster@shop.example
}
namespace inbox {
  inbox = yes
}
`

/** Starts Dovecot with IMAP and LMTP, or gives undefined where one of them is not installed. */
export const startDovecot = async (): Promise<Dovecot | undefined> => {
  const command = binary("dovecot")
  if (command === undefined || binary("imap") === undefined || binary("lmtp") === undefined) return undefined
  return againWhenTaken(async () => {
    const folder = await temporaryFolder("dovecot")
    const [port = 0, lmtpPort = 0] = await freePorts(2)
    await mkdir(join(folder.path, "mail"))
    await chmod(join(folder.path, "mail"), 0o777)
    const file = join(folder.path, "dovecot.conf")
    await writeFile(file, configuration(folder.path, port, lmtpPort))
    const program = await startProgram({ command, args: ["-F", "-c", file], ports: [port, lmtpPort] }).catch(
      async (failure: unknown) => {
        await folder.remove()
        throw failure
      },
    )
    const stop = () => program.stop().then(folder.remove)
    return { host: loopback, port, lmtpPort, pid: program.pid, password, stop }
  })
}
