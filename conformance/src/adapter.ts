import type { ChannelSubject } from "@escucha/core/testing"
import { existsSync, globSync } from "node:fs"
import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"

const root = join(import.meta.dirname, "..", "..")
const sources = "packages/adapters/src/channels"
const subjects = "packages/adapters/test/channels"

/** The names of our adapters: one for each file of `src/channels`, none kept by hand. */
export const adapterNames = (): readonly string[] =>
  globSync("*.ts", { cwd: join(root, sources) })
    .map((file) => basename(file, ".ts"))
    .sort()

/** Where an adapter has to say what the kit needs to know of it. */
export const subjectFileOf = (adapter: string): string => `${subjects}/${adapter}.subject.ts`

/** What the kit needs to know of an adapter, or undefined where nobody has written it. */
export const subjectOf = async (adapter: string): Promise<ChannelSubject<object> | undefined> => {
  const file = join(root, subjectFileOf(adapter))
  if (!existsSync(file)) return undefined
  const { subject }: { readonly subject?: unknown } = await import(pathToFileURL(file).href)
  const made: unknown = typeof subject === "function" ? await subject() : subject
  if (typeof made !== "object" || made === null || !("make" in made))
    throw new TypeError(`${subjectFileOf(adapter)} exports no \`subject\`: export what channelConformance takes.`)
  return made as ChannelSubject<object> // the types of the repository are checked; here only the name is looked at
}
