// What was said with somebody, and where it is still found after they were erased.
import { allPages } from "../../packages/core/src/testing/store-builders.ts"
import { everythingOf } from "./everything.ts"
import type { FullHouse } from "./full-house.ts"

/** Words that were said only once, and files. An id alone is no word: another message may be named by it. */
const unique = /"((?:[^"\\]* )h\d+(?: [^"\\]*)?|media:[^"\\]+)"/g

/** The words that were said with somebody and with nobody else, and the files that they were sent. */
export const saidWith = async ({ escucha }: FullHouse, who: string): Promise<readonly string[]> => {
  const said = (await everythingOf(escucha, who)).flatMap((entry) =>
    entry.kind === "message-received" || entry.kind === "message-written" || entry.kind === "own-message-edited"
      ? [JSON.stringify(entry.data)]
      : [],
  )
  return said.flatMap((line) => [...line.matchAll(unique)].flatMap(([, words]) => words ?? []))
}

/** What is still found of it, in everything that the house keeps. */
export const traces = async (house: FullHouse, gone: ReadonlySet<string>): Promise<readonly string[]> => {
  if (gone.size === 0) return []
  const kept: string[] = []
  for await (const { entry } of house.store.feed(0)) kept.push(JSON.stringify(entry))
  for (const list of house.lists)
    for (const row of (await allPages(1000, (page) => house.store.query(list, {}, page))).flat()) kept.push(row.data)
  const whole = kept.join("\n").replaceAll("\\", "")
  const words = [...gone].filter((said) => whole.includes(`"${said}"`))
  const files = await Promise.all(
    [...gone].map(async (url) => {
      if (!url.startsWith("media:")) return []
      const found = await house.escucha.media.get({ url }).catch(() => undefined) // gone, as it has to be
      return found ? [`the bytes of ${url}`] : []
    }),
  )
  return [...words, ...files.flat()]
}
