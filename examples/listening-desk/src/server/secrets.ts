import { ConfigurationError } from "@escucha/core"
import { randomBytes } from "node:crypto"
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"

const form = z.object({ chatSecret: z.string().min(32), deskToken: z.string().min(16), secret: z.string().min(32) })

/** What a desk of before wrote: it had no secret of its own yet. */
const stored = form.partial({ secret: true })

/**
 * What only this desk may know: what seals the sessions of visitors, what opens the desk, and what signs links and the opt-outs of the
 * erased.
 */
export type Secrets = Readonly<z.infer<typeof form>>

const fresh = (): Secrets => ({
  chatSecret: randomBytes(32).toString("hex"),
  deskToken: randomBytes(24).toString("base64url"),
  secret: randomBytes(32).toString("hex"),
})

const isSuch = (failure: unknown, code: string): boolean =>
  failure instanceof Error && "code" in failure && failure.code === code

/**
 * The secrets of a data folder, made on the first start and readable by this user alone. Throws `ConfigurationError` for a file that
 * is not one of secrets.
 */
export const loadSecrets = async (folder: string): Promise<Secrets> => {
  const file = join(folder, "secrets.json")
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const secrets = fresh()
    await writeFile(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600, flag: "wx" })
    return secrets
  } catch (failure) {
    if (!isSuch(failure, "EEXIST")) throw failure
  }
  const text = await readFile(file, "utf8")
  const remedy = "is not a file of secrets; delete it and start again: new ones are made, and everybody signs in again"
  try {
    const { secret, ...rest } = stored.parse(JSON.parse(text))
    const secrets = { ...rest, secret: secret ?? fresh().secret }
    await chmod(file, 0o600)
    if (secret === undefined) await writeFile(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 })
    return secrets
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) throw new ConfigurationError(file, remedy) // without the cause, which quotes the file
    throw cause
  }
}
